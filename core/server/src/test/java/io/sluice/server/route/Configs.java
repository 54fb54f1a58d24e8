package io.sluice.server.route;

import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.variable.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations for the tests of this package. */
final class Configs {
    private Configs() {}

    static SluiceConfig load(Path file) {
        try {
            return ConfigLoader.load(file, file.getParent(), new Variables());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** One listener {@code web}, one upstream to which all routes go, and these hosts. */
    static SluiceConfig ofHosts(Path folder, String hosts) throws IOException {
        return load(Files.writeString(folder.resolve("sluice.conf"), """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams { app { servers = ["127.0.0.1:9"] } }
                  defaults.route.upstream = app
                  hosts { %s }
                }
                """.formatted(hosts)));
    }
}

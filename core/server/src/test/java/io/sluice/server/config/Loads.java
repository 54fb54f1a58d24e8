package io.sluice.server.config;

import io.sluice.server.variable.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads configurations for the tests of this package. */
final class Loads {
    /** The least that can be served: what it does not say is a default. */
    static final String LEAST = """
            sluice {
              listeners { web { bind = "127.0.0.1:0" } }
              upstreams { app { servers = ["127.0.0.1:3000"] } }
              hosts { site { routes = [{ path = "/", upstream = app }] } }
            }
            """;

    static final Path HOME = Path.of("/opt/sluice");

    private Loads() {}

    static SluiceConfig load(Path file) throws ConfigException {
        return ConfigLoader.load(file, HOME, new Variables());
    }

    /** Loads {@link #LEAST} with more after it. */
    static SluiceConfig leastWith(Path folder, String more) throws IOException, ConfigException {
        return text(folder, LEAST + more);
    }

    static SluiceConfig text(Path folder, String hocon) throws IOException, ConfigException {
        return load(Files.writeString(folder.resolve("sluice.conf"), hocon));
    }
}

package io.sluice.server.boot;

import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.crypto.CryptoException;
import io.sluice.server.crypto.HandshakeCrypto;
import io.sluice.server.observe.ErrorLogTarget;
import io.sluice.server.plugin.PluginException;
import io.sluice.server.plugin.PluginGenerations;
import io.sluice.server.plugin.PluginLoader;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.plugin.PluginSource;
import io.sluice.server.tls.TlsSystem;
import io.sluice.server.variable.Variables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a server is made of, read and checked.
 *
 * @param config the configuration
 * @param plugins the plugins of its folder
 * @param source of the plugins of later configurations, to be closed after the server; {@code plugins} are of it
 * @param end closes that source
 * @param home the folder at which relative paths start
 */
record Setup(SluiceConfig config, PluginRegistry plugins, PluginSource source, Runnable end, Path home)
        implements AutoCloseable {
    /** Where copies of plugins are kept, in the home folder. */
    private static final String COPIES = "run";

    /**
     * Reads the configuration, then the plugins.
     *
     * @throws ConfigException when the configuration is bad
     * @throws CryptoException when what it wants handshakes computed by cannot be used
     * @throws PluginException when a plugin cannot be used
     */
    static Setup read(Path file, Path home) throws ConfigException, CryptoException {
        SluiceConfig config = configuration(file, home);
        PluginRegistry plugins = PluginLoader.load(config.plugins().folder());
        return new Setup(config, plugins, PluginSource.of(plugins), () -> {}, home);
    }

    /**
     * As {@link #read}, for a server that runs for long: plugins may change, and what comes after the configuration is logged
     * where that says.
     *
     * @throws IOException when the error log cannot be written; the message names its file
     */
    static Setup readAndLog(Path file, Path home) throws ConfigException, CryptoException, IOException {
        SluiceConfig config = configuration(file, home);
        if (config.errorLog().isPresent()) {
            ErrorLogTarget.use(config.errorLog().get());
        }
        PluginGenerations generations = PluginGenerations.of(
                config.plugins().folder(),
                List.of(home.resolve(COPIES), Path.of(System.getProperty("java.io.tmpdir"))));
        try {
            return new Setup(config, generations.load(), generations, generations::close, home);
        } catch (PluginException e) {
            generations.close();
            throw e;
        }
    }

    private static SluiceConfig configuration(Path file, Path home) throws ConfigException, CryptoException {
        SluiceConfig config = ConfigLoader.load(file, home, new Variables());
        TlsSystem.prepare();
        HandshakeCrypto.use(config.tls());
        Logging.awaitLoaded();
        return config;
    }

    @Override
    public void close() {
        plugins.close();
        end.run();
    }
}

package io.sluice.server.boot;

import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.crypto.CryptoException;
import io.sluice.server.crypto.HandshakeCrypto;
import io.sluice.server.observe.ErrorLogTarget;
import io.sluice.server.plugin.PluginException;
import io.sluice.server.plugin.PluginLoader;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.tls.TlsSystem;
import io.sluice.server.variable.Variables;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a server is made of, read and checked.
 *
 * @param config the configuration
 * @param plugins the plugins of its folder
 * @param home the folder at which relative paths start
 */
record Setup(SluiceConfig config, PluginRegistry plugins, Path home) implements AutoCloseable {
    /**
     * Reads the configuration, then the plugins.
     *
     * @throws ConfigException when the configuration is bad
     * @throws CryptoException when what it wants handshakes computed by cannot be used
     * @throws PluginException when a plugin cannot be used
     */
    static Setup read(Path file, Path home) throws ConfigException, CryptoException {
        return withPlugins(configuration(file, home), home);
    }

    /**
     * As {@link #read}; what comes after the configuration is logged where that says.
     *
     * @throws IOException when the error log cannot be written; the message names its file
     */
    static Setup readAndLog(Path file, Path home) throws ConfigException, CryptoException, IOException {
        SluiceConfig config = configuration(file, home);
        if (config.errorLog().isPresent()) {
            ErrorLogTarget.use(config.errorLog().get());
        }
        return withPlugins(config, home);
    }

    private static SluiceConfig configuration(Path file, Path home) throws ConfigException, CryptoException {
        SluiceConfig config = ConfigLoader.load(file, home, new Variables());
        TlsSystem.prepare();
        HandshakeCrypto.use(config.tls());
        Logging.awaitLoaded();
        return config;
    }

    private static Setup withPlugins(SluiceConfig config, Path home) {
        return new Setup(config, PluginLoader.load(config.plugins().folder()), home);
    }

    @Override
    public void close() {
        plugins.close();
    }
}

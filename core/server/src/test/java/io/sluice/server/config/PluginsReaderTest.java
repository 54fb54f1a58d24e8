package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginsReaderTest {
    @TempDir
    private Path folder;

    private PluginsConfig plugins(String text) throws IOException, ConfigException {
        return Loads.leastWith(folder, "sluice.plugins " + text).plugins();
    }

    @Test
    void theFolderMayStandAlone() throws IOException, ConfigException {
        assertThat(plugins("= more"))
                .isEqualTo(new PluginsConfig(
                        Loads.HOME.resolve("more"), Duration.ofSeconds(2), PluginsConfig.Apply.RELOAD));
    }

    @Test
    void whatABlockDoesNotSayIsAsByDefault() throws IOException, ConfigException {
        assertThat(plugins("{ apply = at-once }"))
                .isEqualTo(new PluginsConfig(
                        Loads.HOME.resolve("plugins"), Duration.ofSeconds(2), PluginsConfig.Apply.AT_ONCE));
        assertThat(plugins("{ folder = /p, watch = off }"))
                .isEqualTo(new PluginsConfig(Path.of("/p"), Duration.ZERO, PluginsConfig.Apply.RELOAD));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ watch = 50ms }|sluice.plugins.watch: found \"50ms\"",
                "{ watch = 0 }|sluice.plugins.watch: found 0",
                "{ apply = now }|sluice.plugins.apply: found \"now\" (expected: one of reload, at-once",
                "{ folder = [] }|sluice.plugins.folder: found []",
                "{ file = x }|sluice.plugins.file: unknown key (expected: one of apply, folder, watch",
                "= [a]|sluice.plugins: found [\"a\"]"
            })
    void whatIsNoSuchThingIsRefused(String text, String message) {
        assertThatThrownBy(() -> plugins(text)).hasMessageContaining(message);
    }
}

package io.sluice.server.plugin;

import static io.sluice.server.plugin.TestPlugin.balancerSource;
import static io.sluice.server.plugin.TestPlugin.empty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.balance.LoadBalancerFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin sees of the classes around it, and which version of the API it may ask for. */
class PluginFenceTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.sluice.server.plugin.PluginLoader",
                "org.apache.mina.core.buffer.IoBuffer",
                "com.codahale.metrics.MetricRegistry",
                "ch.qos.logback.classic.Logger"
            })
    void theServersInsideAndItsLibrariesAreOutOfSight(String className) {
        askingFor(className).in(folder, "acme.jar");
        assertThatThrownBy(() -> PluginLoader.load(folder))
                .hasMessageContaining("acme.Fair cannot be created: ClassNotFoundException: " + className);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.sluice.api.Settings",
                "org.pf4j.Plugin",
                "com.typesafe.config.Config",
                "org.slf4j.Logger",
                "java.net.http.HttpClient",
                "java.sql.Connection"
            })
    void theApiAndTheJdkAreInSight(String className) throws ReflectiveOperationException {
        askingFor(className).in(folder, "acme.jar");
        try (PluginRegistry registry = PluginLoader.load(folder)) {
            LoadBalancerFactory factory = registry.require(LoadBalancerFactory.class, "fair");
            assertThat(factory.getClass().getField("found").get(factory)).isSameAs(Class.forName(className));
        }
    }

    @Test
    void twoPluginsMayHaveClassesOfOneName() {
        TestPlugin.balancer("one", "first").in(folder, "one.jar");
        TestPlugin.balancer("two", "second").in(folder, "two.jar");
        try (PluginRegistry registry = PluginLoader.load(folder)) {
            assertThat(registry.all(LoadBalancerFactory.class))
                    .extracting(factory -> factory.getClass().getName())
                    .containsExactly("acme.Fair", "acme.Fair");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.0", ">=1.2.0", "1.0.0", "*", ">=1.0.0 & <2.0.0", "1.x"})
    void aSnapshotOfAVersionCountsAsThatVersion(String requires) throws PluginRefusal {
        Path jar = TestPlugin.balancer("acme", "fair")
                .manifest("Plugin-Requires", requires)
                .in(folder, "acme.jar");
        StrictPluginManager manager = new StrictPluginManager(folder, "1.2.0-SNAPSHOT");
        assertThat(manager.admit(jar).getPluginId()).isEqualTo("acme");
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.1", ">=1.3.0", ">1.2.0", "2.x", "<1.2.0"})
    void aRequirementThatTheVersionDoesNotMeetIsRefused(String requires) {
        Path jar = TestPlugin.balancer("acme", "fair")
                .manifest("Plugin-Requires", requires)
                .in(folder, "acme.jar");
        StrictPluginManager manager = new StrictPluginManager(folder, "1.2.0+build.7");
        assertThatThrownBy(() -> manager.admit(jar))
                .hasMessage(
                        "requires API " + requires + " (expected: a plugin for API 1.2.0, the version of this server)");
        assertThat(manager.getPlugins()).isEmpty();
    }

    /** A balancer whose constructor looks a class up. */
    private static TestPlugin askingFor(String className) {
        String members = "public final Class<?> found; public Fair() throws ClassNotFoundException {"
                + " found = Class.forName(\"" + className + "\"); }";
        return empty("acme").extension("acme.Fair", balancerSource("return \"fair\";", members));
    }
}

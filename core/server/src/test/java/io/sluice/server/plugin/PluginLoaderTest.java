package io.sluice.server.plugin;

import static io.sluice.server.plugin.TestPlugin.balancer;
import static io.sluice.server.plugin.TestPlugin.balancerSource;
import static io.sluice.server.plugin.TestPlugin.empty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.NamedExtension;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.api.headers.HeaderPolicyFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLoaderTest {
    private static final String STOPPED = "plugin-test.stopped";

    @TempDir
    private Path folder;

    @Test
    void whatAJarBringsIsFoundByKindAndName() {
        Path jar = balancer("acme-balance", "fair")
                .manifest("Plugin-Requires", ">=0.1.0")
                .in(folder, "acme.jar");
        try (PluginRegistry registry = PluginLoader.load(folder)) {
            assertThat(registry.require(LoadBalancerFactory.class, "fair").name())
                    .isEqualTo("fair");
            assertThat(registry.plugins())
                    .containsExactly(new LoadedPlugin(
                            "acme-balance", "1.2.3", jar, List.of(new LoadedPlugin.Extension("balance", "fair"))));
        }
    }

    @Test
    void anEmptyFolderGivesAnEmptyRegistry() {
        try (PluginRegistry registry = PluginLoader.load(folder)) {
            assertThat(registry.plugins()).isEmpty();
        }
    }

    @Test
    void eachExtensionIsOneInstance() {
        balancer("acme", "fair").in(folder, "acme.jar");
        try (PluginRegistry registry = PluginLoader.load(folder)) {
            assertThat(registry.require(LoadBalancerFactory.class, "fair"))
                    .isSameAs(registry.require(LoadBalancerFactory.class, "fair"));
        }
    }

    @Test
    void aClassOfTwoKindsIsOneInstanceUnderBoth() {
        empty("acme").extension("acme.Both", """
                        package acme;
                        public class Both implements io.sluice.api.balance.LoadBalancerFactory,
                                io.sluice.api.headers.HeaderPolicyFactory {
                            public String name() { return "both"; }
                            public io.sluice.api.balance.LoadBalancer create(
                                    java.util.List<io.sluice.api.balance.Endpoint> e, io.sluice.api.Settings s) {
                                return exchange -> e.iterator();
                            }
                            public io.sluice.api.headers.HeaderPolicy create(io.sluice.api.Settings s) {
                                return new io.sluice.api.headers.HeaderPolicy() {};
                            }
                        }
                        """).in(folder, "acme.jar");
        try (PluginRegistry registry = PluginLoader.load(folder)) {
            NamedExtension balancer = registry.require(LoadBalancerFactory.class, "both");
            assertThat(registry.require(HeaderPolicyFactory.class, "both")).isSameAs(balancer);
            assertThat(registry.plugins().get(0).extensions())
                    .extracting(LoadedPlugin.Extension::kind)
                    .containsExactly("balance", "headers");
        }
    }

    @Test
    void builtInExtensionsAreBesideThoseOfPlugins() {
        balancer("acme", "fair").in(folder, "acme.jar");
        NamedExtension builtIn = (LoadBalancerFactory) new StubFactory("inside");
        try (PluginRegistry registry = PluginLoader.load(folder, builtIn)) {
            assertThat(registry.all(LoadBalancerFactory.class))
                    .extracting(NamedExtension::name)
                    .containsExactly("fair", "inside");
        }
    }

    @Test
    void aPluginMayNotTakeTheNameOfABuiltIn() {
        balancer("acme", "inside").in(folder, "acme.jar");
        assertThatThrownBy(() -> PluginLoader.load(folder, new StubFactory("inside")))
                .hasMessageContaining("acme.jar: acme.Fair brings balance \"inside\", which the server itself brings");
    }

    @Test
    void hiddenAndTemporaryFilesAreLeftAlone() throws IOException {
        Files.writeString(folder.resolve(".half.jar"), "half a jar");
        Files.writeString(folder.resolve("next.jar.tmp"), "half a jar");
        try (PluginRegistry registry = PluginLoader.load(folder)) {
            assertThat(registry.plugins()).isEmpty();
        }
    }

    @Test
    void listsOfDisabledPluginsHaveNoEffect() throws IOException {
        balancer("acme", "fair").in(folder, "acme.jar");
        Files.writeString(folder.resolve("disabled.txt"), "acme\n");
        try (PluginRegistry registry = PluginLoader.load(folder)) {
            assertThat(registry.plugins()).hasSize(1);
        }
    }

    @Test
    void oneStartNamesEveryBadJar() throws IOException {
        balancer("good", "fair").in(folder, "b-good.jar");
        Files.writeString(folder.resolve("a-garbage.jar"), "no jar");
        empty("c").in(folder, "c-empty.jar");
        balancer("d", "fair").in(folder, "d-same-name.jar");
        assertThatThrownBy(() -> PluginLoader.load(folder)).isInstanceOfSatisfying(PluginException.class, e -> {
            assertThat(e.problems()).hasSize(3);
            assertThat(e.problems().get(0)).startsWith(folder.resolve("a-garbage.jar") + ": cannot be read: ");
            assertThat(e.problems().get(1)).startsWith(folder.resolve("c-empty.jar") + ": has no extension");
            assertThat(e.problems().get(2))
                    .startsWith(folder.resolve("d-same-name.jar") + ": acme.Fair brings balance \"fair\", which"
                            + " b-good.jar brings already");
            assertThat(e).hasMessage(String.join(System.lineSeparator(), e.problems()));
        });
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        Path missing = folder.resolve("plugins");
        assertThatThrownBy(() -> PluginLoader.load(missing))
                .isInstanceOf(PluginException.class)
                .hasMessage(missing + ": is not there (expected: the folder of plugins; it may be empty)");
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("plugins"));
        assertThatThrownBy(() -> PluginLoader.load(file)).hasMessageContaining("plugins: is no folder (expected: ");
    }

    @Test
    void closingStopsEachPluginOnce() {
        stoppable("acme", "fair", "").in(folder, "acme.jar");
        System.clearProperty(STOPPED);
        PluginRegistry registry = PluginLoader.load(folder);
        registry.close();
        registry.close();
        assertThat(System.getProperty(STOPPED)).isEqualTo("acme ");
    }

    @Test
    void aPluginThatFailsToStopKeepsNoOtherFromStopping() {
        stoppable("a", "one", "throw new StackOverflowError();").in(folder, "a.jar");
        stoppable("b", "two", "throw new IllegalStateException();").in(folder, "b.jar");
        stoppable("c", "three", "").in(folder, "c.jar");
        System.clearProperty(STOPPED);
        PluginLoader.load(folder).close();
        assertThat(System.getProperty(STOPPED).split(" ", -1)).contains("a", "b", "c");
    }

    @Test
    void pluginsThatStartedAreStoppedWhenAnotherIsRefused() {
        stoppable("acme", "fair", "").in(folder, "acme.jar");
        empty("bad").in(folder, "bad.jar");
        System.clearProperty(STOPPED);
        assertThatThrownBy(() -> PluginLoader.load(folder)).isInstanceOf(PluginException.class);
        assertThat(System.getProperty(STOPPED)).isEqualTo("acme ");
    }

    /** A balancer whose plugin class notes its id when it is stopped, and then does as told. */
    private static TestPlugin stoppable(String id, String name, String then) {
        return empty(id)
                .extension("acme.Fair", balancerSource("return \"" + name + "\";", ""))
                .manifest("Plugin-Class", "acme.Life")
                .source("acme.Life", """
                        package acme;
                        public class Life extends org.pf4j.Plugin {
                            @Override
                            public void stop() {
                                String before = System.getProperty("%1$s", "");
                                System.setProperty("%1$s", before + "%2$s ");
                                %3$s
                            }
                        }
                        """.formatted(STOPPED, id, then));
    }
}

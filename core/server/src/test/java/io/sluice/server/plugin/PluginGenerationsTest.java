package io.sluice.server.plugin;

import static io.sluice.server.plugin.TestPlugin.balancer;
import static io.sluice.server.plugin.TestPlugin.balancerSource;
import static io.sluice.server.plugin.TestPlugin.empty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginGenerationsTest {
    private static final String STOPPED = "plugin-generations-test.stopped";

    @TempDir
    private Path work;

    private Path folder;
    private Path copies;
    private PluginGenerations generations;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(work.resolve("plugins"));
        copies = work.resolve("run");
        generations = PluginGenerations.of(folder, List.of(copies));
        System.clearProperty(STOPPED);
    }

    @AfterEach
    void close() {
        generations.close();
        System.clearProperty(STOPPED);
    }

    @Test
    void aJarThatDidNotChangeKeepsItsGeneration() {
        balancer("a", "one").in(folder, "a.jar");
        balancer("b", "two").in(folder, "b.jar");
        PluginRegistry before = generations.load();
        balancer("b", "two").manifest("Plugin-Version", "2.0.0").in(folder, "b.jar");
        Refresh fresh = generations.refresh(folder);
        assertThat(fresh.changes()).containsExactly("plugin b 2.0.0 (b.jar) takes the place of 1.2.3");
        assertThat(fresh.problems()).isEmpty();
        assertThat(named(fresh.registry(), "one")).isSameAs(named(before, "one"));
        assertThat(named(fresh.registry(), "two")).isNotSameAs(named(before, "two"));
    }

    @Test
    void aJarThatWasTouchedOrCopiedAgainKeepsItsGeneration() throws IOException {
        Path jar = balancer("a", "one").in(folder, "a.jar");
        PluginRegistry before = generations.load();
        Files.copy(jar, folder.resolve("a.jar.tmp"));
        Files.move(folder.resolve("a.jar.tmp"), jar, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.ofEpochSecond(1_000_000)));
        Refresh fresh = generations.refresh(folder);
        assertThat(fresh.changes()).isEmpty();
        assertThat(named(fresh.registry(), "one")).isSameAs(named(before, "one"));
        assertThat(view().loaded()).isEqualTo(1);
    }

    @Test
    void theOldGenerationServesUntilItsRegistryIsClosed() {
        stoppable("a", "one").in(folder, "a.jar");
        PluginRegistry before = generations.load();
        LoadBalancerFactory old = named(before, "one");
        stoppable("a", "one").manifest("Plugin-Version", "2.0.0").in(folder, "a.jar");
        generations.use(generations.refresh(folder).registry());
        assertThat(states()).containsExactly("a 2.0.0 in force", "a 1.2.3 serving old");
        assertThat(old.name()).isEqualTo("one");
        assertThat(System.getProperty(STOPPED)).isNull();
        before.close();
        Eventually.until("the old one is stopped", () -> "a ".equals(System.getProperty(STOPPED)));
        Eventually.until("the old one is unloaded", () -> view().unloaded() == 1);
        assertThat(states()).containsExactly("a 2.0.0 in force");
        assertThatThrownBy(() -> named(before, "one")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsNotUsedAfterAllLeavesTheOldOneInForce() {
        stoppable("a", "one").in(folder, "a.jar");
        PluginRegistry before = generations.load();
        stoppable("a", "one").manifest("Plugin-Version", "2.0.0").in(folder, "a.jar");
        Refresh refused = generations.refresh(folder);
        assertThat(states()).containsExactly("a 1.2.3 in force", "a 2.0.0 loaded");
        refused.registry().close();
        Eventually.until("the new one is unloaded", () -> view().unloaded() == 1);
        assertThat(states()).containsExactly("a 1.2.3 in force");
        assertThat(named(before, "one").name()).isEqualTo("one");
        assertThat(generations.refresh(folder).changes()).hasSize(1);
    }

    @Test
    void aRegistryThatIsClosedBeforeTheNextIsUsedStaysAsLongAsItIsInForce() {
        stoppable("a", "one").in(folder, "a.jar");
        generations.load().close();
        assertThat(System.getProperty(STOPPED)).isNull();
        generations.use(generations.refresh(folder).registry());
        assertThat(states()).containsExactly("a 1.2.3 in force");
    }

    @Test
    void aPluginWhoseJarIsGoneIsGoneAndMessagesSaySo() throws IOException {
        Path jar = balancer("a", "one").in(folder, "a.jar");
        balancer("b", "two").in(folder, "b.jar");
        generations.load();
        Files.delete(jar);
        Refresh fresh = generations.refresh(folder);
        assertThat(fresh.changes()).containsExactly("plugin a 1.2.3 (a.jar) is gone");
        assertThatThrownBy(() -> named(fresh.registry(), "one"))
                .hasMessage("no balance extension is named \"one\" (expected: one of two);"
                        + " plugin a brought it, whose jar a.jar is gone");
    }

    @Test
    void anExtensionThatANewVersionDoesNotBringIsToldOf() {
        balancer("a", "one").in(folder, "a.jar");
        generations.load();
        balancer("a", "other").manifest("Plugin-Version", "2.0.0").in(folder, "a.jar");
        Refresh fresh = generations.refresh(folder);
        assertThatThrownBy(() -> named(fresh.registry(), "one"))
                .hasMessageEndingWith("; plugin a brought it, but 2.0.0 does not");
    }

    @Test
    void aVersionInAJarOfAnotherNameTakesThePlace() throws IOException {
        Path jar = balancer("a", "one").in(folder, "a-1.jar");
        generations.load();
        balancer("a", "one").manifest("Plugin-Version", "2.0.0").in(folder, "a-2.jar");
        Refresh both = generations.refresh(folder);
        assertThat(both.problems())
                .containsExactly(folder.resolve("a-2.jar")
                        + ": has the Plugin-Id \"a\" of a-1.jar (expected: one jar of each Plugin-Id)");
        assertThat(both.changes()).isEmpty();
        Files.delete(jar);
        Refresh alone = generations.refresh(folder);
        assertThat(alone.problems()).isEmpty();
        assertThat(alone.changes()).containsExactly("plugin a 2.0.0 (a-2.jar) takes the place of 1.2.3");
    }

    @Test
    void twoPluginsMayExchangeTheirNames() {
        balancer("a", "one").in(folder, "a.jar");
        balancer("b", "two").in(folder, "b.jar");
        generations.load();
        balancer("a", "two").in(folder, "a.jar");
        balancer("b", "one").in(folder, "b.jar");
        Refresh fresh = generations.refresh(folder);
        assertThat(fresh.problems()).isEmpty();
        assertThat(fresh.changes()).hasSize(2);
    }

    /** b gives up "two" for "one", which the new a takes; but b cannot be loaded, so it still has "two", which c wants. */
    @Test
    void aPluginThatStaysKeepsItsNamesAgainstNewOnes() {
        balancer("b", "two").in(folder, "b.jar");
        generations.load();
        balancer("a", "one").in(folder, "a.jar");
        balancer("b", "one").in(folder, "b.jar");
        balancer("c", "two").in(folder, "c.jar");
        Refresh fresh = generations.refresh(folder);
        assertThat(fresh.problems()).hasSize(2);
        assertThat(fresh.problems().get(0))
                .contains("b.jar: acme.Fair brings balance \"one\", which a.jar brings already");
        assertThat(fresh.problems().get(1))
                .contains("c.jar: acme.Fair brings balance \"two\", which b.jar brings already");
        assertThat(fresh.registry().plugins()).extracting(LoadedPlugin::id).containsExactly("a", "b");
    }

    @Test
    void aStartWithABadJarLeavesNothingOpen() throws IOException {
        stoppable("a", "one").in(folder, "a.jar");
        Files.writeString(folder.resolve("b.jar"), "no jar");
        assertThatThrownBy(generations::load)
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("b.jar");
        assertThat(System.getProperty(STOPPED)).isEqualTo("a ");
        assertThat(jarsBelow(copies)).isEmpty();
        assertThat(view().plugins()).isEmpty();
    }

    @Test
    void anOverwrittenJarDoesNotHarmTheClassesThatAreLoadedLater() throws IOException {
        String members = "public static final class Late { public String toString() { return \"late\"; } }"
                + " public String toString() { return String.valueOf(new Late()); }";
        Path jar = empty("a")
                .extension("acme.Fair", balancerSource("return \"one\";", members))
                .in(folder, "a.jar");
        PluginRegistry registry = generations.load();
        Files.writeString(jar, "overwritten in its place, not renamed into it");
        assertThat(named(registry, "one")).hasToString("late");
    }

    @Test
    void aPluginThatThrowsWhenItIsStoppedIsLoggedAndUnloaded() {
        stopping("a", "one", "throw new StackOverflowError();").in(folder, "a.jar");
        PluginRegistry before = generations.load();
        stoppable("a", "one").in(folder, "a.jar");
        try (LogLines lines = LogLines.of(StrictPluginManager.class)) {
            generations.use(generations.refresh(folder).registry());
            before.close();
            Eventually.until("unloaded", () -> view().unloaded() == 1);
            assertThat(lines.at(Level.WARN)).containsExactly("plugin a failed to stop");
        }
    }

    @Test
    void aPluginThatIsReplacedFiftyTimesIsCollected() {
        TestPlugin plugin = stoppable("a", "one");
        plugin.in(folder, "a.jar");
        PluginRegistry current = generations.load();
        List<WeakReference<Object>> old = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            old.add(new WeakReference<>(named(current, "one").getClass().getClassLoader()));
            plugin.manifest("Plugin-Version", "2.0." + i).in(folder, "a.jar");
            Refresh fresh = generations.refresh(folder);
            generations.use(fresh.registry());
            current.close();
            current = fresh.registry();
        }
        Eventually.until("all loaders but the last are collected", () -> {
            System.gc();
            return view().collected() == 50 && old.stream().allMatch(one -> one.refersTo(null));
        });
        assertThat(view().loaded()).isEqualTo(51);
        assertThat(states()).containsExactly("a 2.0.50 in force");
        assertThat(jarsBelow(copies)).hasSize(1);
    }

    @Test
    void copiesAreGoneAfterTheEnd() throws IOException {
        balancer("a", "one").in(folder, "a.jar");
        generations.load();
        assertThat(jarsBelow(copies)).hasSize(1);
        generations.close();
        try (Stream<Path> left = Files.list(copies)) {
            assertThat(left).isEmpty();
        }
        assertThatThrownBy(() -> generations.refresh(folder)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoUsesAPluginIsCountedOverAllThatHoldIt() {
        balancer("a", "one").in(folder, "a.jar");
        balancer("b", "two").in(folder, "b.jar");
        balancer("c", "three").in(folder, "c.jar");
        PluginRegistry first = generations.load();
        named(first);
        balancer("b", "two").manifest("Plugin-Version", "2.0.0").in(folder, "b.jar");
        PluginRegistry second = generations.refresh(folder).registry();
        named(second);
        generations.use(second);
        PluginsView view = generations.view(registry -> registry == first ? 3 : 4);
        assertThat(view.plugins())
                .extracting(one -> one.id() + " " + one.version() + " " + one.exchanges())
                .as("c is named by none")
                .containsExactly("a 1.2.3 7", "b 2.0.0 4", "b 1.2.3 3", "c 1.2.3 0");
    }

    private static void named(PluginRegistry registry) {
        registry.require(LoadBalancerFactory.class, "one");
        registry.require(LoadBalancerFactory.class, "two");
    }

    @Test
    void whereTheJarOfWhatIsInForceIsGoneThatIsSaid() throws IOException {
        Path jar = balancer("a", "one").in(folder, "a.jar");
        generations.load();
        Files.delete(jar);
        PluginRegistry refused = generations.refresh(folder).registry();
        refused.close(); // the configuration names it
        assertThat(view().plugins()).singleElement().satisfies(one -> {
            assertThat(one.state()).isEqualTo(PluginState.State.IN_FORCE);
            assertThat(one.reason()).startsWith("its jar is gone from the folder: it stays in force until ");
        });
        balancer("a", "one").in(folder, "a.jar");
        generations.use(generations.refresh(folder).registry());
        assertThat(view().plugins().get(0).reason()).isEmpty();
    }

    private PluginsView view() {
        return generations.view(registry -> 0);
    }

    private List<String> states() {
        return view().plugins().stream()
                .map(one -> one.id() + " " + one.version() + " " + one.state().text())
                .toList();
    }

    private static LoadBalancerFactory named(PluginRegistry registry, String name) {
        return registry.require(LoadBalancerFactory.class, name);
    }

    private static List<Path> jarsBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestPlugin stoppable(String id, String name) {
        return stopping(id, name, "");
    }

    private static TestPlugin stopping(String id, String name, String then) {
        return balancer(id, name).manifest("Plugin-Class", "acme.Life").source("acme.Life", """
                package acme;
                public class Life extends org.pf4j.Plugin {
                    @Override
                    public void stop() {
                        String before = System.getProperty("%1$s", "");
                        System.setProperty("%1$s", before + "%2$s ");
                        %3$s
                    }
                }
                """.formatted(
                        STOPPED, id, then));
    }
}

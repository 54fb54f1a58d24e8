package io.sluice.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.sluice.server.config.PluginsConfig;
import io.sluice.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginWatchTest {
    private final List<Map<Path, String>> told = new ArrayList<>();

    @TempDir
    private Path work;

    private Path folder;
    private Map<Path, JarStamp> used;
    private PluginWatch watch;

    @BeforeEach
    void watch() throws IOException {
        folder = Files.createDirectory(work.resolve("plugins"));
        Files.writeString(folder.resolve("a.jar"), "first");
        used = JarStamp.of(PluginFolder.list(folder));
        watch = new PluginWatch(folder, () -> used, told::add);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }

    @Test
    void whatDidNotChangeIsNotTold() {
        look(3);
        assertThat(told).isEmpty();
    }

    @Test
    void aChangeIsToldOnceWhenTwoLooksSawTheSame() throws IOException {
        look(2);
        Files.writeString(folder.resolve("a.jar"), "second, longer");
        look(1);
        assertThat(told).isEmpty();
        look(3);
        assertThat(told).containsExactly(Map.of(folder.resolve("a.jar"), "has changed"));
    }

    @Test
    void aFileThatGrowsIsToldWhenItIsWhole() throws IOException {
        for (int i = 1; i < 5; i++) {
            Files.writeString(folder.resolve("b.jar"), "x".repeat(i));
            look(1);
        }
        assertThat(told).isEmpty();
        look(1);
        assertThat(told).containsExactly(Map.of(folder.resolve("b.jar"), "is new"));
    }

    @Test
    void oneThatIsGoneIsTold() throws IOException {
        Files.delete(folder.resolve("a.jar"));
        look(2);
        assertThat(told).containsExactly(Map.of(folder.resolve("a.jar"), "is gone"));
    }

    @Test
    void filesUnderTemporaryNamesAreNotTold() throws IOException {
        Files.writeString(folder.resolve("b.jar.tmp"), "half");
        Files.writeString(folder.resolve(".c.jar"), "half");
        Files.writeString(folder.resolve("readme.txt"), "text");
        look(3);
        assertThat(told).isEmpty();
    }

    @Test
    void whatAReloadHasReadInTheMeantimeIsNotTold() throws IOException {
        Files.writeString(folder.resolve("a.jar"), "second, longer");
        look(1);
        used = JarStamp.of(PluginFolder.list(folder));
        look(2);
        assertThat(told).isEmpty();
    }

    @Test
    void aFolderThatCannotBeReadIsLoggedOnce() throws IOException {
        Files.delete(folder.resolve("a.jar"));
        Files.delete(folder);
        try (LogLines lines = LogLines.of(PluginWatch.class)) {
            look(3);
            assertThat(lines.at(Level.ERROR))
                    .containsExactly(folder + ": is not there (expected: the folder of plugins; it may be empty);"
                            + " plugins stay as they are");
        }
        assertThat(told).isEmpty();
    }

    @Test
    void changesAreUsedAtOnceBySetting() throws IOException {
        AtomicInteger reloads = new AtomicInteger();
        try (PluginGenerations generations = generations()) {
            generations.watch(config(PluginsConfig.Apply.AT_ONCE), () -> {
                reloads.incrementAndGet();
                PluginRegistry fresh = generations.refresh(folder).registry();
                generations.use(fresh);
                fresh.close(); // as no exchange uses it
                throw new IllegalStateException("whatever it throws, the looks go on");
            });
            TestPlugin.balancer("c", "three").in(folder, "c.jar");
            Eventually.until("the new jar is used", () -> reloads.get() == 1 && count(generations) == 1);
            Files.delete(folder.resolve("c.jar"));
            Eventually.until("the jar that is gone is noticed", () -> reloads.get() == 2 && count(generations) == 0);
        }
    }

    @Test
    void changesWaitForTheReloadBySetting() throws IOException {
        try (PluginGenerations generations = generations();
                LogLines lines = LogLines.of(PluginGenerations.class)) {
            generations.watch(config(PluginsConfig.Apply.RELOAD), () -> {
                throw new AssertionError("not asked for");
            });
            TestPlugin.balancer("c", "three").in(folder, "c.jar");
            Eventually.until("the new jar waits", () -> count(generations) == 1);
            assertThat(generations.view(any -> 0).plugins())
                    .extracting(one -> one.file() + " " + one.state().text())
                    .containsExactly("c.jar waiting");
            assertThat(lines.at(Level.INFO))
                    .containsExactly("plugins: c.jar is new: this takes part from the next reload on");
            generations.use(generations.refresh(folder).registry());
            assertThat(generations.view(any -> 0).plugins())
                    .extracting(one -> one.file() + " " + one.state().text())
                    .containsExactly("c.jar in force");
        }
    }

    @Test
    void aJarThatIsGoneIsNotForgottenWhenAnotherComes() throws IOException {
        try (PluginGenerations generations = generations()) {
            TestPlugin.balancer("b", "two").in(folder, "b.jar");
            generations.use(generations.refresh(folder).registry());
            Files.delete(folder.resolve("b.jar"));
            generations.refresh(folder).registry().close(); // refused, as the configuration names what it brings
            generations.watch(config(PluginsConfig.Apply.RELOAD), () -> {});
            TestPlugin.balancer("c", "three").in(folder, "c.jar");
            Eventually.until("the new jar waits", () -> count(generations) == 2);
            assertThat(generations.view(any -> 0).plugins())
                    .filteredOn(one -> one.file().equals("b.jar"))
                    .singleElement()
                    .satisfies(one -> assertThat(one.reason()).startsWith("its jar is gone from the folder"));
        }
    }

    @Test
    void anEndOfTheWatchIsAnEndOfTheLooks() throws IOException {
        try (PluginGenerations generations = generations()) {
            generations.watch(config(PluginsConfig.Apply.RELOAD), () -> {});
            generations.watch(new PluginsConfig(folder, Duration.ZERO, PluginsConfig.Apply.RELOAD), () -> {});
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().equals("plugin-watch"))
                            .peek(PluginWatchTest::join))
                    .noneMatch(Thread::isAlive);
            assertThatThrownBy(() -> generations.use(PluginRegistry.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(Eventually.DEADLINE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PluginGenerations generations() throws IOException {
        Files.delete(folder.resolve("a.jar"));
        PluginGenerations generations = PluginGenerations.of(folder, List.of(work.resolve("run")));
        generations.load();
        return generations;
    }

    private PluginsConfig config(PluginsConfig.Apply apply) {
        return new PluginsConfig(folder, Duration.ofMillis(20), apply);
    }

    private static int count(PluginGenerations generations) {
        return generations.view(any -> 0).plugins().size();
    }
}

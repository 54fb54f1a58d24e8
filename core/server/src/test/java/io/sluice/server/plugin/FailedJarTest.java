package io.sluice.server.plugin;

import static io.sluice.server.plugin.TestPlugin.balancer;
import static io.sluice.server.plugin.TestPlugin.balancerSource;
import static io.sluice.server.plugin.TestPlugin.empty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import io.sluice.api.balance.LoadBalancerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A jar that comes while the server runs and cannot be used: what was there before stays, and the log tells once why. */
class FailedJarTest {
    @TempDir
    private Path work;

    private Path folder;
    private PluginGenerations generations;
    private PluginRegistry first;
    private LoadBalancerFactory one;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(work.resolve("plugins"));
        generations = PluginGenerations.of(folder, List.of(work.resolve("run")));
        balancer("a", "one").in(folder, "a.jar");
        balancer("b", "two").in(folder, "b.jar");
        first = generations.load();
        one = first.require(LoadBalancerFactory.class, "one");
    }

    @AfterEach
    void close() {
        generations.close();
    }

    static Stream<Arguments> badJars() {
        return Stream.of(
                arguments("corrupt", null, "cannot be read: "),
                arguments(
                        "for another API",
                        balancer("a", "one").manifest("Plugin-Requires", ">=99.0.0"),
                        "requires API >=99.0.0"),
                arguments("the id of another", balancer("b", "three"), "has the Plugin-Id \"b\" of b.jar"),
                arguments(
                        "the name of another's extension",
                        balancer("a", "two"),
                        "acme.Fair brings balance \"two\", which b.jar brings already"),
                arguments(
                        "a constructor that throws",
                        empty("a")
                                .extension(
                                        "acme.Fair",
                                        balancerSource(
                                                "return \"one\";",
                                                "public Fair() { throw new StackOverflowError(); }")),
                        "acme.Fair cannot be created: StackOverflowError"),
                arguments(
                        "a start that throws",
                        balancer("a", "one")
                                .manifest("Plugin-Class", "acme.Life")
                                .source("acme.Life", """
                                package acme;
                                public class Life extends org.pf4j.Plugin {
                                    public void start() { throw new IllegalStateException("port taken"); }
                                }
                                """),
                        "acme.Life cannot be started: IllegalStateException: port taken"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badJars")
    void theOldOneStaysAndTheLogTellsOnceWhy(String rule, TestPlugin bad, String reason) throws IOException {
        Path jar = folder.resolve("a.jar");
        try (LogLines lines = LogLines.of(PluginGenerations.class)) {
            if (bad == null) {
                Files.writeString(jar, "no jar");
            } else {
                bad.in(folder, "a.jar");
            }
            Refresh fresh = generations.refresh(folder);
            assertThat(fresh.changes()).isEmpty();
            assertThat(fresh.problems()).hasSize(1);
            assertThat(fresh.problems().get(0)).startsWith(jar + ": " + reason).contains("(expected: ");
            assertThat(fresh.registry().require(LoadBalancerFactory.class, "one"))
                    .isSameAs(one);
            assertThat(generations.refresh(folder).problems()).isEqualTo(fresh.problems());
            assertThat(lines.at(Level.ERROR))
                    .containsExactly(fresh.problems().get(0) + "; what was there before it stays in force");
            if (bad == null) {
                Files.writeString(jar, "still no jar");
            } else {
                bad.entry("changed.txt", new byte[0]).in(folder, "a.jar");
            }
            generations.refresh(folder);
            assertThat(lines.at(Level.ERROR)).hasSize(2);
        }
        assertThat(generations.view(any -> 0).plugins())
                .filteredOn(state -> state.state() == PluginState.State.FAILED)
                .singleElement()
                .satisfies(state -> {
                    assertThat(state.file()).isEqualTo("a.jar");
                    assertThat(state.reason()).startsWith(reason);
                });
    }

    @Test
    void aNewJarThatIsMendedTakesPart() throws IOException {
        Files.writeString(folder.resolve("c.jar"), "no jar");
        assertThat(generations.refresh(folder).problems()).hasSize(1);
        balancer("c", "three").in(folder, "c.jar");
        Refresh mended = generations.refresh(folder);
        assertThat(mended.problems()).isEmpty();
        assertThat(mended.changes()).containsExactly("plugin c 1.2.3 (c.jar) is new");
        assertThat(generations.view(any -> 0).plugins()).noneMatch(state -> state.state() == PluginState.State.FAILED);
    }

    @Test
    void aBadVersionInAJarOfAnotherNameLeavesTheOldOneWhoseJarIsGone() throws IOException {
        Files.delete(folder.resolve("a.jar"));
        balancer("a", "two").in(folder, "a-2.jar");
        Refresh fresh = generations.refresh(folder);
        assertThat(fresh.problems()).hasSize(1);
        assertThat(fresh.changes()).isEmpty();
        assertThat(fresh.registry().require(LoadBalancerFactory.class, "one")).isSameAs(one);
    }
}

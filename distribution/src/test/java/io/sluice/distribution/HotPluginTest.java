package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that come, change and go while the server runs from its tarball, under traffic. */
class HotPluginTest {
    private static final int REPLACEMENTS = 50;

    @TempDir
    private Path folder;

    private StampJars jars;
    private ScriptedBackend backend;
    private RunningSluice sluice;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        RunningSluice.Launch launch = RunningSluice.in(folder);
        jars = new StampJars(launch.home());
        backend = ScriptedBackend.start(Scripts.echo());
        file = Files.writeString(
                launch.home().resolve("conf/hot.conf"), """
                sluice {
                  plugins { watch = 100ms, apply = at-once }
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams { app { servers = ["%s"] } }
                  hosts { site { policies = [stamp], routes = [ { path = "/", upstream = app } ] } }
                  admin { bind = "127.0.0.1:%d" }
                }
                """.formatted(backend.hostPort(), FreePort.next()));
        sluice = launch.start(file);
    }

    @AfterEach
    void stop() throws IOException {
        try (RunningSluice stopped = sluice) {
            backend.close();
        }
    }

    /** Asks without end, and notes what it is answered. */
    private static final class Traffic implements AutoCloseable {
        private final Set<String> stamps = ConcurrentHashMap.newKeySet();
        private final List<String> failures = new ArrayList<>();
        private final AtomicInteger answers = new AtomicInteger();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread thread;

        Traffic(InetSocketAddress server) {
            thread = new Thread(() -> run(server), "traffic");
            thread.start();
        }

        private void run(InetSocketAddress server) {
            while (!ended.get()) {
                try (RawClient client = RawClient.connect(server)) {
                    for (int i = 0; i < 100 && !ended.get(); i++) {
                        HttpMessage answer = client.get("/");
                        answers.incrementAndGet();
                        stamps.add(String.valueOf(answer.header("X-Stamp")));
                        if (answer.status() != 200) {
                            failures.add(answer.toString());
                        }
                    }
                } catch (IOException | RuntimeException e) {
                    failures.add(e.toString());
                }
            }
        }

        /** Waits for its end; then what it noted may be read. */
        @Override
        public void close() throws InterruptedException {
            ended.set(true);
            thread.join();
        }
    }

    @Test
    void aJarThatIsReplacedFiftyTimesUnderTrafficAnswersAnewAndIsCollected() throws Exception {
        Traffic traffic = new Traffic(sluice.address("web"));
        try (traffic;
                WebSocketPeer old = WebSocketClient.open(sluice.address("web"), "/")) {
            for (int i = 1; i <= REPLACEMENTS; i++) {
                jars.put(i);
                awaitStamp(i);
            }
            old.text("still here");
            assertThat(old.readMessage().text()).isEqualTo("still here");
            assertThat(stampStates()).containsExactlyInAnyOrder("1.0.50 in force", "1.0.0 serving old 1");
            awaitCollected(REPLACEMENTS - 1);
        }
        assertThat(traffic.failures).isEmpty();
        assertThat(traffic.answers.get()).isGreaterThan(REPLACEMENTS);
        assertThat(traffic.stamps)
                .isSubsetOf(Stream.iterate(0, i -> i + 1)
                        .limit(REPLACEMENTS + 1L)
                        .map(StampJars::stamp)
                        .toList())
                .contains(StampJars.stamp(REPLACEMENTS));
        awaitCollected(REPLACEMENTS);
        assertThat(stampStates()).containsExactly("1.0.50 in force");
        assertThat(copies("stamp.jar")).hasSize(1);
        assertThat(openCopies("stamp.jar")).isEqualTo(1);
    }

    @Test
    void whatCannotBeUsedLeavesTheOldOneAndIsToldOfOnce() throws Exception {
        jars.put("not a jar".getBytes(StandardCharsets.UTF_8));
        String reason = jars.jar() + ": cannot be read: ";
        Eventually.until("the corrupt jar is told of", () -> sluice.log().contains(reason));
        assertStamp(0);
        String listed = plugins();
        assertThat(listed).contains("stamp|1.0.0|stamp.jar|in force|").contains("-|-|stamp.jar|failed|");
        assertThat(listed).contains("stamp.jar: cannot be read: ").contains(" loaded since the start, ");

        jars.putFaulty(1);
        Eventually.until("the faulty factory is told of", () -> sluice.log().contains("no stamps today"));
        assertStamp(0);
        assertThat(stampStates()).contains("1.0.0 in force");

        Files.delete(jars.jar());
        String gone = "plugin stamp brought it, whose jar stamp.jar is gone";
        Eventually.until("the jar that is gone is told of", () -> sluice.log().contains(gone));
        assertStamp(0);

        jars.put(2);
        awaitStamp(2);
        assertThat(times(reason)).isEqualTo(1);
        assertThat(times(gone)).isEqualTo(1);
        Eventually.until("the old one is unloaded", () -> stampStates().equals(List.of("1.0.2 in force")));
    }

    @Test
    void theCommandReloadTellsWhatHasComeChangedAndGoneAndWhatCannotBeUsed() throws Exception {
        Files.writeString(file, Files.readString(file).replace("watch = 100ms", "watch = off"));
        assertThat(reload().code()).isZero();
        jars.put(1);
        assertThat(reload().stdout()).contains("plugin stamp 1.0.1 (stamp.jar) takes the place of 1.0.0\n");
        assertStamp(1);
        jars.put("not a jar".getBytes(StandardCharsets.UTF_8));
        assertThat(reload().stderr())
                .contains(jars.jar() + ": cannot be read: ")
                .contains("; what was there before it stays in force");
        jars.put(1);
        Files.writeString(file, Files.readString(file).replace("policies = [stamp], ", ""));
        Files.delete(jars.jar());
        assertThat(reload().stdout()).contains("plugin stamp 1.0.1 (stamp.jar) is gone\n");
        jars.put(2);
        assertThat(reload().stdout()).contains("plugin stamp 1.0.2 (stamp.jar) is new\n");
    }

    private Command.Result reload() {
        return Command.sluice(sluice.home(), "reload", "-c", file.toString());
    }

    @Test
    void theFolderIsListedWhereNoServerRuns() {
        assertThat(plugins())
                .contains("PLUGIN|VERSION|JAR|STATE|SINCE|EXCHANGES|EXTENSIONS")
                .contains("|in force|");
        sluice.stop();
        assertThat(plugins())
                .contains("PLUGIN|VERSION|JAR|EXTENSIONS")
                .contains("stamp|1.0.0|stamp.jar|headers stamp")
                .contains("from " + sluice.home().resolve("plugins") + " (no server answers: nobody answers at ");
        assertThat(sluice.home().resolve("run")).isEmptyDirectory();
    }

    private void awaitStamp(int version) {
        Eventually.until("version " + version + " answers", () -> {
            try (RawClient client = RawClient.connect(sluice.address("web"))) {
                return StampJars.stamp(version).equals(client.get("/").header("X-Stamp"));
            }
        });
    }

    private void assertStamp(int version) throws IOException {
        try (RawClient client = RawClient.connect(sluice.address("web"))) {
            assertThat(client.get("/").header("X-Stamp")).isEqualTo(StampJars.stamp(version));
        }
    }

    private void awaitCollected(int generations) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Eventually.until(generations + " generations are collected", () -> {
            Command.run(jcmd, Long.toString(sluice.process().pid()), "GC.run");
            return page().getInt("collected") == generations;
        });
        assertThat(page().getInt("unloaded")).isEqualTo(generations);
    }

    private Config page() {
        try (RawClient client = RawClient.connect(sluice.address("admin"))) {
            return ConfigFactory.parseString(client.get("/plugins", "Host: 127.0.0.1:" + sluice.port("admin"))
                    .bodyText());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> stampStates() {
        return page().getConfigList("plugins").stream()
                .filter(one -> one.getString("id").equals("stamp"))
                .map(one -> one.getString("version") + " " + one.getString("state")
                        + (one.getString("state").equals("serving old") ? " " + one.getInt("exchanges") : ""))
                .toList();
    }

    private String plugins() {
        Command.Result result = Command.sluice(sluice.home(), "plugins", "-c", file.toString());
        assertThat(result.code()).as(result.toString()).isZero();
        return result.stdout().replaceAll(" {2,}", "|");
    }

    private long times(String words) {
        return sluice.log().lines().filter(line -> line.contains(words)).count();
    }

    private List<Path> copies(String name) throws IOException {
        try (Stream<Path> files = Files.walk(sluice.home().resolve("run"))) {
            return files.filter(one -> one.getFileName().toString().equals(name))
                    .toList();
        }
    }

    /** How many descriptors the server has for copies of a jar: one for the class loader of each generation. */
    private long openCopies(String name) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + sluice.process().pid() + "/fd"))) {
            return open.filter(one -> target(one).contains("/" + name)).count();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}

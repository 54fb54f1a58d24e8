package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Settings;
import io.sluice.api.accesslog.AccessLogFormat;
import io.sluice.api.accesslog.AccessLogFormatFactory;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a hundred configurations that have been replaced. */
class ReloadLeaksTest {
    private static final int RELOADS = 100;

    /** Takes the first endpoint. */
    private static final class First implements LoadBalancerFactory {
        @Override
        public String name() {
            return "round-robin";
        }

        @Override
        public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
            return exchange -> endpoints.iterator();
        }
    }

    /** Logs one word. */
    private static final class Word implements AccessLogFormatFactory {
        @Override
        public String name() {
            return "word";
        }

        @Override
        public AccessLogFormat create(Settings settings) {
            return (entry, line) -> line.append("ended");
        }
    }

    @TempDir
    Path home;

    private Path write(int number, ScriptedBackend one, ScriptedBackend two) throws IOException {
        boolean odd = number % 2 == 1;
        return Files.writeString(home.resolve("test.conf"), """
                sluice {
                  workers = 2, shutdown-timeout = 1s
                  resolver { addresses = ["127.0.0.1"], valid = %ds }
                  listeners { web { bind = "127.0.0.1:0" } %s }
                  upstreams { app { servers = ["%s" %s] } }
                  hosts { site { routes = [ { path = "/", upstream = app }, { path = "/n-%d", return { status = 200 } } ] } }
                  access-log { format { type = word }, file = "logs/%s.log" }
                  error-log = off
                }
                """.formatted(
                        number + 1,
                        odd ? ", extra { bind = \"127.0.0.1:0\" }" : "",
                        one.hostPort(),
                        odd ? ", \"" + two.hostPort() + "\"" : "",
                        number,
                        odd ? "odd" : "even"));
    }

    @Test
    void aHundredReloadsLeaveNoThreadNoDescriptorAndNoConfigurationBehind() throws Exception {
        try (ScriptedBackend one = ScriptedBackend.start(Scripts.echo());
                ScriptedBackend two = ScriptedBackend.start(Scripts.echo());
                PluginRegistry plugins = PluginRegistry.of(new First(), new Word());
                Server server =
                        Server.start(ConfigLoader.load(write(0, one, two), home, new Variables()), plugins, home);
                WebSocketPeer tunnel = WebSocketClient.open(server.addresses().get("web"), "/tunnel")) {
            for (int i = 1; i <= 4; i++) { // what is made once has been made
                step(server, i, one, two, tunnel);
            }
            List<WeakReference<Object>> old = new ArrayList<>();
            Set<String> threads = threads();
            int files = files().size();
            for (int i = 5; i < 5 + RELOADS; i++) {
                old.add(new WeakReference<>(server.snapshot()));
                step(server, i, one, two, tunnel);
            }
            old.add(new WeakReference<>(server.snapshot()));
            step(server, 5 + RELOADS, one, two, tunnel);
            step(server, 6 + RELOADS, one, two, tunnel); // such a one as at first
            Eventually.until("the configurations are collected", () -> {
                System.gc();
                return old.stream().allMatch(reference -> reference.get() == null);
            });
            Eventually.value("threads", ReloadLeaksTest::threads, now -> threads.containsAll(now));
            Eventually.value("descriptors", ReloadLeaksTest::files, now -> now.size() <= files);
        }
    }

    /** The next configuration, in which requests are answered and the tunnel goes on. */
    private void step(Server server, int number, ScriptedBackend one, ScriptedBackend two, WebSocketPeer tunnel)
            throws IOException {
        write(number, one, two);
        assertThat(server.reload().problems()).isEmpty();
        try (RawClient client = RawClient.connect(server.addresses().get("web"))) {
            assertThat(client.get("/n-" + number).status()).isEqualTo(200);
        }
        if (number % 2 == 1) {
            try (WebSocketPeer brief = WebSocketClient.open(server.addresses().get("extra"), "/short")) {
                brief.text("hello");
                assertThat(brief.readMessage().text()).isEqualTo("hello");
            }
        }
        tunnel.text("message " + number);
        assertThat(tunnel.readMessage().text()).isEqualTo("message " + number);
    }

    /** The kinds of threads of the server that there are, each with how many. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("sluice-") || name.equals("access-log") || name.equals("tls-files"))
                .filter(name -> !name.equals("sluice-reload")) // goes by itself
                .map(name -> name.replaceAll("[0-9]+", "N"))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()))
                .entrySet()
                .stream()
                .map(one -> one.getKey() + " " + one.getValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(ReloadLeaksTest::target).sorted().toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }
}

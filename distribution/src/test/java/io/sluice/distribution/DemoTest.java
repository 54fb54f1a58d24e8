package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command demo, by the addresses that it prints. */
class DemoTest {
    @TempDir
    private Path folder;

    /** The JVM's folder for temporary files: what a demo that is killed leaves goes with the test's. */
    @TempDir
    private Path temporary;

    private final HttpClient client = HttpClient.newHttpClient();
    private Process demo;
    private Path output;

    @BeforeEach
    void start() throws IOException {
        output = folder.resolve("output");
        demo = Command.builder(
                        folder,
                        environment(),
                        Command.words(Tarball.unpack(folder).resolve("bin/sluice"), "demo", "--port", "0"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Eventually.until("the demo is ready", () -> !demo.isAlive() || printed().contains("Ctrl-C"));
        assertThat(demo.isAlive()).as(printed()).isTrue();
    }

    @AfterEach
    void kill() {
        demo.destroyForcibly().onExit().join();
    }

    @Test
    void thePageComesThroughTheProxy() throws Exception {
        assertThat(get(address("a page to open")))
                .contains("<title>Sluice: a WebSocket through the proxy</title>")
                .containsPattern("came from back end [123]");
    }

    @Test
    void eachWebSocketMayLandOnAnotherBackEndWhichEchoes() throws Exception {
        Set<String> backEnds = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            Heard heard = new Heard();
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create(address("a WebSocket")), heard)
                    .join();
            backEnds.add(heard.next().replaceAll(" \\(.*", ""));
            socket.sendText("héllo " + i, true).join();
            assertThat(heard.next()).isEqualTo("héllo " + i);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
        assertThat(backEnds).containsExactlyInAnyOrder("back end 1", "back end 2", "back end 3");
    }

    @Test
    void theBackEndSeesWhatTheProxyAdds() throws Exception {
        assertThat(get(address("with curl").replace("curl -i ", "")))
                .contains("GET /hello HTTP/1.1")
                .containsIgnoringCase("X-Forwarded-For: 127.0.0.1");
    }

    @Test
    void stubStatusCountsTheRequestForItself() throws Exception {
        assertThat(get(address("stub_status"))).startsWith("Active connections: 1 \n");
    }

    @Test
    void theConfigurationCanBeReadWhileItRunsAndIsGoneAfterwards() throws Exception {
        Path file = Path.of(address("configuration"));
        assertThat(file).content().contains("upstreams {");
        demo.destroy();
        assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as(printed()).isZero();
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void theAccessLogGoesToTheConsole() throws Exception {
        get(address("a page to open") + "?logged");
        Eventually.until("the line is there", () -> printed().contains("\"GET /?logged HTTP/1.1\" 200 "));
    }

    @Test
    void aPortInUseIsNamedAndNothingIsLeft() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Path before = Path.of(address("configuration")).getParent();
            Command.Result second = Command.run(
                    folder,
                    environment(),
                    Command.words(
                            Tarball.unpack(folder.resolve("second")).resolve("bin/sluice"), "demo", "--port", port));
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.stderr()).startsWith("sluice: ").contains("127.0.0.1:" + port);
            assertThat(temporary).isDirectoryNotContaining(file -> !file.equals(before));
        }
    }

    private Map<String, String> environment() {
        return Map.of("SLUICE_OPTS", "-Djava.io.tmpdir=" + temporary);
    }

    private String printed() throws IOException {
        return Files.readString(output, UTF_8);
    }

    private String address(String what) throws IOException {
        return printed()
                .lines()
                .filter(line -> line.startsWith("  " + what + " "))
                .map(line -> line.substring(2 + what.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private String get(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
    }

    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return messages.poll(20, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            messages.add(data.toString());
            socket.request(1);
            return null;
        }
    }
}

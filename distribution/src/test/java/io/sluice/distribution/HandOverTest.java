package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** One process takes over from another. */
@Isolated("gives up where the machine is too slow")
class HandOverTest {
    private static final int TUNNELS = 50;
    private static final int REQUESTS = 300;

    /** Of the second that a newcomer has for its first request; on a machine that took longer there is nothing to see. */
    private static final Duration SOON = Duration.ofMillis(700);

    @TempDir
    private Path folder;

    @Test
    void aProcessTakesOverThePortOfAnotherWithoutAFailedRequestAndTheTunnelsOfThatAreClosedPolitely() throws Exception {
        try (ScriptedBackend echo = ScriptedBackend.start(Scripts.echo());
                RunningSluice old = start("old", 0, echo)) {
            List<WebSocketPeer> tunnels = new ArrayList<>();
            for (int i = 0; i < TUNNELS; i++) {
                tunnels.add(WebSocketClient.open(old.address("web"), "/echo/" + i));
            }
            try (Asker asker = new Asker(old.address("web"));
                    RunningSluice next = start("next", old.port("web"), echo)) {
                Eventually.until("both serve", () -> asker.answers.contains("old") && asker.answers.contains("next"));
                List<CompletableFuture<Void>> ends = tunnels.stream()
                        .map(tunnel -> CompletableFuture.runAsync(() -> assertRestart(tunnel), HandOverTest::inThread))
                        .toList();
                assertThat(old.stop()).isZero();
                for (CompletableFuture<Void> end : ends) {
                    end.get(30, TimeUnit.SECONDS);
                }
                int before = asker.answers.size();
                Eventually.until(
                        "the next one serves alone", () -> asker.answers.size() >= Math.max(REQUESTS, before + 50));
                asker.close();
                assertThat(asker.failures).isEmpty();
                assertThat(asker.answers).containsOnly("old", "next");
                assertThat(asker.answers.subList(before, asker.answers.size())).containsOnly("next");
                try (WebSocketPeer tunnel = WebSocketClient.open(next.address("web"), "/echo/again")) {
                    tunnel.text("again");
                    assertThat(tunnel.readMessage().text()).isEqualTo("again");
                }
            } finally {
                tunnels.forEach(WebSocketPeer::close);
            }
        }
    }

    @Test
    void whoHasJustConnectedWhenTheEndBeginsMaySendOneRequest() throws Exception {
        try (Stage stage = new Stage().backend("head", Scripts.mirroringHead()).start(folder)) {
            ask(stage, "/head/warm");
            InetSocketAddress address = stage.address();
            long start = System.nanoTime();
            try (RawClient newcomer = stage.client()) {
                // Who comes after it has been served, so it is out of the kernel's queue, which dies with the listener.
                ask(stage, "/head/later");
                stage.sluice().process().destroy();
                Eventually.until("the end has begun", () -> refuses(address));
                assumeTrue(Duration.ofNanos(System.nanoTime() - start).compareTo(SOON) < 0, "too slow");
                HttpMessage answer = newcomer.get("/head/first");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
                assertThat(newcomer.awaitEnd()).isEqualTo(Wire.End.FIN);
            }
            assertThat(stage.sluice().awaitEnd()).isZero();
        }
    }

    private static void ask(Stage stage, String path) throws IOException {
        try (RawClient client = stage.client()) {
            assertThat(client.get(path).status()).isEqualTo(200);
        }
    }

    private RunningSluice start(String name, int port, ScriptedBackend echo) throws IOException {
        return RunningSluice.in(folder.resolve(name)).start("""
                sluice {
                  listeners { web { bind = "127.0.0.1:%d", reuse-port = on } }
                  upstreams { echo { servers = ["%s"] } }
                  hosts {
                    site {
                      routes = [
                        { path = "/echo", upstream = echo }
                        { path = "/who", return { status = 200, body = "%s" } }
                      ]
                    }
                  }
                  drain { window = 500ms }
                }
                """.formatted(port, echo.hostPort(), name));
    }

    private static void assertRestart(WebSocketPeer tunnel) {
        try {
            WebSocketFrame close = tunnel.readMessage();
            assertThat(close.closeCode()).isEqualTo(1012);
            tunnel.sendClose(close.closeCode(), "");
            assertThat(tunnel.wire().readToEnd()).isEmpty();
            assertThat(tunnel.wire().end()).isEqualTo(Wire.End.FIN);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void inThread(Runnable task) {
        new Thread(task).start();
    }

    private static boolean refuses(InetSocketAddress address) {
        try (RawClient client = RawClient.connect(address)) {
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks again and again, each time by a new connection, until it is closed. */
    private static final class Asker implements AutoCloseable {
        private final List<String> answers = new CopyOnWriteArrayList<>();
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final InetSocketAddress address;
        private final Thread thread = new Thread(this::ask);
        private volatile boolean enough;

        Asker(InetSocketAddress address) {
            this.address = address;
            thread.start();
        }

        private void ask() {
            while (!enough) {
                try (RawClient client = RawClient.connect(address)) {
                    answers.add(client.get("/who", "Connection: close").bodyText());
                } catch (IOException | RuntimeException e) {
                    failures.add("after " + answers.size() + " answers: " + e);
                }
            }
        }

        @Override
        public void close() throws InterruptedException {
            enough = true;
            thread.join();
        }
    }
}

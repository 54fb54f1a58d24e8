package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Scripts;
import io.sluice.testkit.Standstill;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under traffic: what the clients of tunnels see. */
class DrainTest {
    private static final int TUNNELS = 200;
    private static final int RATE = 100;

    @TempDir
    Path folder;

    /** The end of one tunnel as its client saw it. */
    private record Seen(long nanos, WebSocketFrame close, Wire.End end, int echoes) {}

    @Test
    void everyClientIsSentCloseBetweenTwoMessagesAndNoMoreThanTheRateAllowsInASecond() throws Exception {
        try (Stage stage = new Stage()
                .server("shutdown-timeout = 20s, drain { window = 1s, rate = " + RATE + " }")
                .backend("echo", Scripts.echo())
                .start(folder)) {
            CountDownLatch talking = new CountDownLatch(TUNNELS);
            List<CompletableFuture<Seen>> clients = new ArrayList<>();
            for (int i = 0; i < TUNNELS; i++) {
                WebSocketPeer tunnel = WebSocketClient.open(stage.address(), "/echo/" + i);
                int number = i;
                clients.add(CompletableFuture.supplyAsync(
                        () -> talk(tunnel, number, talking), task -> new Thread(task).start()));
            }
            assertThat(talking.await(30, TimeUnit.SECONDS)).isTrue();
            List<Long> moments = new ArrayList<>();
            Duration still;
            try (Standstill standstill = new Standstill()) {
                assertThat(stage.sluice().stop()).isZero();
                for (CompletableFuture<Seen> client : clients) {
                    Seen seen = client.get(30, TimeUnit.SECONDS);
                    assertThat(seen.close().closeCode()).isEqualTo(1012);
                    assertThat(seen.close().closeReason()).isEqualTo("service restart");
                    assertThat(seen.end()).isEqualTo(Wire.End.FIN);
                    assertThat(seen.echoes()).isPositive();
                    moments.add(seen.nanos());
                }
                still = standstill.longest();
            }
            moments.sort(null);
            int allowed = RATE * 3 / 2; // the server keeps the rate; its clients' threads take their time to look
            long second = Duration.ofSeconds(1).minus(still).toNanos();
            assertThat(second)
                    .as("what is left of a second after this process stood still for %s", still)
                    .isPositive();
            for (int i = allowed; i < TUNNELS; i++) {
                assertThat(moments.get(i) - moments.get(i - allowed)).isGreaterThan(second);
            }
            assertThat(stage.log()).hasSize(TUNNELS);
            assertThat(stage.log()).extracting(Stage.LogLine::outcome).containsOnly("tunnel-drained");
        }
    }

    /** Sends messages, each third in parts, and checks the answers until Close comes; answers that and reads to the end. */
    private static Seen talk(WebSocketPeer tunnel, int number, CountDownLatch talking) {
        try (tunnel) {
            for (int i = 0; ; i++) {
                String message = "message " + i + " of client " + number + " " + "x".repeat(i % 500);
                byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
                tunnel.fragmented(WebSocketFrame.TEXT, bytes, i % 3 == 0 ? 5 : bytes.length);
                WebSocketFrame answer = tunnel.readMessage();
                if (answer.opcode() == WebSocketFrame.CLOSE) {
                    long now = System.nanoTime();
                    tunnel.sendClose(answer.closeCode(), "");
                    assertThat(tunnel.wire().readToEnd()).isEmpty();
                    return new Seen(now, answer, tunnel.wire().end(), i);
                }
                assertThat(answer.text()).isEqualTo(message);
                if (i == 1) {
                    talking.countDown();
                }
            }
        } catch (Exception e) {
            throw new AssertionError("client " + number, e);
        }
    }
}

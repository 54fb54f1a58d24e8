package io.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A constant rate, whatever the server does: no coordinated omission. */
@Timeout(60)
class OpenLoopTest {
    private static final long STALL = TimeUnit.MILLISECONDS.toNanos(400);

    /** Echoes, but at the tenth message it does nothing for a while. */
    private static void stalling(WebSocketPeer peer) throws Exception {
        for (int i = 0; i < 10; i++) {
            peer.frame(peer.readMessage());
        }
        long end = System.nanoTime() + STALL;
        for (long left = STALL; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        Scripts.echo(peer);
    }

    @Test
    void theMessagesDueWhileAServerStallsHaveWaited() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> stalling(connection.acceptWebSocket()))) {
            Figures figures =
                    Plans.ws(backend).connections(1, 1).rate(200).millis(1_000).goSteadily();
            // Of 200 messages 80 were due within the stall, with waits from 400 ms down to none.
            assertThat(figures.errors()).isEmpty();
            assertThat(figures.latency().getTotalCount())
                    .as("one more may be sent at the very end")
                    .isBetween(200L, 201L);
            assertThat(figures.latency().getMaxValue()).isGreaterThan(STALL * 9 / 10);
            assertThat(figures.latency().getValueAtPercentile(70)).isGreaterThan(STALL / 20);
            assertThat(figures.late()).isGreaterThan(70);
            assertThat(figures.mostLateNanos()).isGreaterThan(STALL * 8 / 10);
        }
    }

    @Test
    void aClosedLoopSeesTheSameStallOnce() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> stalling(connection.acceptWebSocket()))) {
            Figures figures = Plans.ws(backend).connections(1, 1).millis(1_000).goSteadily();
            assertThat(figures.latency().getMaxValue()).isGreaterThan(STALL * 9 / 10);
            assertThat(figures.latency().getCountBetweenValues(STALL / 2, Long.MAX_VALUE / 4))
                    .isEqualTo(1);
        }
    }

    @Test
    void whatWasDueAndCouldNotBeSentIsCounted() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
            WebSocketPeer peer = connection.acceptWebSocket();
            WebSocketFrame first = peer.readMessage();
            peer.wire().readToEnd(); // the Close of the end
            assertThat(first.payload()).hasSize(64);
        })) {
            Figures figures = Plans.ws(backend)
                    .connections(1, 1)
                    .rate(100)
                    .millis(500)
                    .timeout(30_000)
                    .goSteadily();
            assertThat(figures.sent()).isEqualTo(1);
            assertThat(figures.unsent()).isBetween(48L, 50L);
            assertThat(figures.unanswered()).isEqualTo(1);
            assertThat(figures.succeeded()).isFalse();
            // Nothing was answered, but all have waited: the first one for the whole run, each one after it for 10 ms
            // less.
            assertThat(figures.lowerBounds()).isEqualTo(figures.unsent() + 1);
            assertThat(figures.latency().getTotalCount()).isEqualTo(figures.lowerBounds());
            assertThat(figures.latency().getMaxValue()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(499));
            assertThat(figures.latency().getValueAtPercentile(50) / 1e6).isBetween(200.0, 300.0);
        }
    }

    @Test
    void theRateIsThatOfAllThreadsTogether() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo())) {
            Figures figures =
                    Plans.ws(backend).connections(4, 2).rate(300).millis(1_000).goSteadily();
            assertThat(figures.errors()).isEmpty();
            assertThat(figures.sent() + figures.unsent()).isBetween(295L, 300L);
            assertThat(figures.unanswered()).isZero();
        }
    }
}

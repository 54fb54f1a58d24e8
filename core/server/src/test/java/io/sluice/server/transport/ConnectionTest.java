package io.sluice.server.transport;

import static io.sluice.server.transport.Loopback.on;
import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.Payload;
import io.sluice.testkit.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection over a real socket: reading, writing, and the ways to end. */
class ConnectionTest {
    private final Recorder recorder = new Recorder();
    private Loopback loopback;

    @BeforeEach
    void start() throws IOException {
        loopback = new Loopback(1, 100).handlers(() -> recorder);
    }

    @AfterEach
    void stop() {
        loopback.close();
    }

    // ---- reading

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAHandlerLeavesComesAgainAfterResume(boolean within) throws Exception {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        Recorder byLine = new Recorder() { // takes a line a call
                    @Override
                    public void onData(Connection connection, ByteBuffer data) {
                        if (within) {
                            connection.resumeRead();
                        }
                        byte b;
                        do {
                            b = data.get();
                            lines.write(b);
                        } while (b != '\n' && data.hasRemaining());
                        if (b == '\n') {
                            events.add("line");
                        }
                    }
                };
        loopback.handlers(() -> byLine);
        try (Wire client = loopback.client()) {
            client.send("one\ntwo\nthree\nfour\n");
            Connection connection = loopback.served();
            if (!within) {
                for (int i = 1; i < 4; i++) {
                    int lineCount = i;
                    Eventually.until("line " + i, () -> byLine.events.size() == lineCount);
                    run(connection.worker(), () -> assertThat(byLine.events).hasSize(lineCount));
                    run(connection.worker(), connection::resumeRead);
                }
            }
            Eventually.until("four lines", () -> byLine.events.size() == 4);
            client.send("five\n");
            Eventually.until("reading goes on", () -> byLine.events.size() == 5);
            assertThat(lines.toString(StandardCharsets.US_ASCII)).isEqualTo("one\ntwo\nthree\nfour\nfive\n");
        }
    }

    @Test
    void suspendedAndResumedWithinOneCallReadingGoesOn() throws Exception {
        Recorder both = new Recorder() {
            @Override
            public void onData(Connection connection, ByteBuffer data) {
                super.onData(connection, data);
                connection.suspendRead();
                connection.resumeRead();
            }
        };
        loopback.handlers(() -> both);
        try (Wire client = loopback.client()) {
            client.send("a");
            both.awaitReceived(1);
            client.send("b");
            both.awaitReceived(2);
        }
    }

    @Test
    void aSuspendedConnectionReadsNothingUntilItIsResumed() throws Exception {
        try (Wire client = loopback.client()) {
            Connection connection = loopback.served();
            run(connection.worker(), connection::suspendRead);
            client.send("waiting");
            client.shutdownOutput();
            run(connection.worker(), () -> assertThat(recorder.received()).isEmpty());
            run(connection.worker(), connection::resumeRead);
            recorder.awaitEvent("end");
            assertThat(recorder.received()).asString().isEqualTo("waiting");
            assertThat((long) on(connection.worker(), connection::bytesRead)).isEqualTo(7);
        }
    }

    // ---- writing

    @Test
    void whatTheKernelDoesNotTakeIsKeptAndDeliveredWholeAndInOrder() throws Exception {
        byte[] payload = Payload.of(7, 8 << 20);
        try (Wire client = loopback.narrowClient()) {
            Connection connection = loopback.served();
            run(connection.worker(), () -> {
                for (int at = 0; at < payload.length; at += 100_000) {
                    connection.write(ByteBuffer.wrap(payload, at, Math.min(100_000, payload.length - at)));
                }
            });
            assertThat((int) on(connection.worker(), connection::pending)).isGreaterThan(Connection.HIGH_WATER);
            assertThat(client.readExactly(payload.length)).isEqualTo(payload);
            recorder.awaitEvent("drained");
            Eventually.until("nothing waits", () -> on(connection.worker(), connection::pending) == 0);
            assertThat((long) on(connection.worker(), connection::bytesWritten)).isEqualTo(payload.length);
        }
    }

    @Test
    void drainedIsToldBelowTheLowMarkAndAtZero() throws Exception {
        int[] pendingAt = new int[2];
        AtomicInteger calls = new AtomicInteger();
        Recorder counting = new Recorder() {
            @Override
            public void onDrained(Connection connection) {
                int call = calls.getAndIncrement();
                if (call < 2) {
                    pendingAt[call] = connection.pending();
                }
                super.onDrained(connection);
            }
        };
        loopback.handlers(() -> counting);
        byte[] payload = Payload.of(8, 6 << 20);
        try (Wire client = loopback.narrowClient()) {
            Connection connection = loopback.served();
            run(connection.worker(), () -> connection.write(ByteBuffer.wrap(payload)));
            assertThat(client.readExactly(payload.length)).isEqualTo(payload);
            Eventually.until("nothing waits", () -> on(connection.worker(), connection::pending) == 0);
            assertThat(calls.get()).isBetween(1, 2);
            assertThat(pendingAt[0]).isLessThan(Connection.LOW_WATER);
            assertThat(pendingAt[1]).isZero();
        }
    }

    @Test
    void aPeerThatTakesNothingForTheSendTimeoutIsToldAsStalled() throws Exception {
        try (Wire client = loopback.narrowClient()) {
            Connection connection = loopback.served();
            run(connection.worker(), () -> {
                connection.sendTimeout(TimeUnit.MILLISECONDS.toNanos(200));
                connection.write(ByteBuffer.allocate(8 << 20));
            });
            recorder.awaitClosed();
            assertThat(recorder.events).containsExactly("stalled", "closed");
            assertThat(client.received()).isZero();
        }
    }

    @Test
    void whatIsWrittenToAClosedConnectionIsDropped() throws Exception {
        try (Wire client = loopback.client()) {
            Connection connection = loopback.served();
            run(connection.worker(), connection::closeNow);
            recorder.awaitClosed();
            ByteBuffer data = ByteBuffer.allocate(10);
            run(connection.worker(), () -> connection.write(data));
            assertThat(data.hasRemaining()).isFalse();
            assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
        }
    }

    // ---- ends

    @Test
    void afterThePeersFinWritingStillWorks() throws Exception {
        try (Wire client = loopback.client()) {
            Connection connection = loopback.served();
            client.shutdownOutput();
            recorder.awaitEvent("end");
            assertThat((boolean) on(connection.worker(), connection::inputEnded))
                    .isTrue();
            run(connection.worker(), () -> connection.write(ascii("still")));
            run(connection.worker(), connection::shutdownOutput);
            assertThat(client.readToEnd()).asString().isEqualTo("still");
            assertThat(client.end()).isEqualTo(Wire.End.FIN);
        }
    }

    @Test
    void afterItsOwnFinReadingGoesOn() throws Exception {
        try (Wire client = loopback.client()) {
            Connection connection = loopback.served();
            run(connection.worker(), connection::shutdownOutput);
            assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
            client.send("late");
            recorder.awaitReceived(4);
        }
    }

    @Test
    void finComesAfterWhatWaits() throws Exception {
        byte[] payload = Payload.of(9, 4 << 20);
        try (Wire client = loopback.narrowClient()) {
            Connection connection = loopback.served();
            run(connection.worker(), () -> {
                connection.write(ByteBuffer.wrap(payload));
                connection.shutdownOutput();
            });
            assertThat(client.readToEnd()).isEqualTo(payload);
            assertThat(client.end()).isEqualTo(Wire.End.FIN);
        }
    }

    @Test
    void aResetIsToldAsTheCause() throws Exception {
        Wire client = loopback.client();
        loopback.served();
        client.reset();
        recorder.awaitClosed();
        assertThat(recorder.cause).isInstanceOf(IOException.class).hasMessageContaining("reset");
        assertThat(recorder.events).containsExactly("closed");
    }

    @Test
    void resetIsSeenAsAReset() throws Exception {
        try (Wire client = loopback.client()) {
            Connection connection = loopback.served();
            run(connection.worker(), connection::reset);
            assertThat(client.awaitEnd()).isEqualTo(Wire.End.RESET);
            recorder.awaitClosed();
            assertThat(recorder.cause).isNull();
        }
    }

    /** RFC 9112 section 9.6: a RST for bytes that nobody reads would destroy the answer on its way. */
    @Test
    void closeLetsTheLastBytesArriveThoughThePeerStillSends() throws Exception {
        byte[] answer = Payload.of(10, 1 << 20);
        try (Wire client = loopback.client()) {
            Connection connection = loopback.served();
            client.send(new byte[200_000]);
            run(connection.worker(), () -> {
                connection.write(ByteBuffer.wrap(answer));
                connection.close();
            });
            client.send(new byte[200_000]);
            assertThat(client.readToEnd()).isEqualTo(answer);
            assertThat(client.end()).isEqualTo(Wire.End.FIN);
            client.send(new byte[100]);
            client.shutdownOutput();
            recorder.awaitClosed();
            assertThat(recorder.cause).isNull();
        }
    }

    @Test
    void closedWithBytesLeftOverItEndsWithThePeersFin() throws Exception {
        Recorder closing = new Recorder() {
            @Override
            public void onData(Connection connection, ByteBuffer data) {
                connection.write(ascii("no"));
                connection.close(); // and leaves the data
            }
        };
        loopback.handlers(() -> closing);
        try (Wire client = loopback.client()) {
            client.send("GET / HTTP/1.1");
            assertThat(client.readToEnd()).asString().isEqualTo("no");
            long from = System.nanoTime();
            client.send(new byte[100_000]);
            client.shutdownOutput();
            closing.awaitClosed();
            assertThat(System.nanoTime() - from).isLessThan(TimeUnit.SECONDS.toNanos(4));
        }
    }

    @Test
    void closeGivesUpOnAPeerThatTakesNothing() throws Exception {
        try (Wire client = loopback.narrowClient()) {
            Connection connection = loopback.served();
            run(connection.worker(), () -> {
                connection.sendTimeout(TimeUnit.MILLISECONDS.toNanos(100));
                connection.write(ByteBuffer.allocate(8 << 20));
                connection.close();
            });
            recorder.awaitClosed();
            assertThat(client.localAddress()).isNotNull();
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}

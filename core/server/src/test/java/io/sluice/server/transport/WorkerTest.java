package io.sluice.server.transport;

import static io.sluice.server.transport.Loopback.on;
import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.FullBacklog;
import io.sluice.testkit.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One worker: what goes wrong in a handler, a task or a deadline stays there; connections are made on it. */
class WorkerTest {
    private final Recorder recorder = new Recorder();
    private Loopback loopback;

    @BeforeEach
    void start() throws IOException {
        loopback = new Loopback(1, 100);
    }

    @AfterEach
    void stop() {
        loopback.close();
    }

    static Stream<Throwable> faults() {
        return Stream.of(
                new IllegalStateException("a fault"),
                new NoClassDefFoundError("a/Plugin"),
                new StackOverflowError(),
                new AssertionError("an assertion"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aHandlerThatThrowsLosesItsConnectionAndNoOther(Throwable fault) throws Exception {
        Recorder thrower = new Recorder() {
            @Override
            public void onData(Connection connection, ByteBuffer data) {
                sneak(fault);
            }
        };
        loopback.handlers(() -> thrower);
        try (Wire bad = loopback.client()) {
            loopback.served();
            loopback.handlers(() -> recorder);
            try (Wire good = loopback.client()) {
                loopback.served();
                bad.send("x");
                thrower.awaitClosed();
                assertThat(thrower.cause).isSameAs(fault);
                bad.readToEnd();
                good.send("y");
                recorder.awaitReceived(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultInAnyOtherCallOfAHandlerDoesNotEndTheWorker(Throwable fault) throws Exception {
        loopback.handlers(() -> new Recorder() {
            @Override
            public void onEnd(Connection connection) {
                sneak(fault);
            }

            @Override
            public void onClosed(Connection connection, Throwable why) {
                sneak(fault);
            }
        });
        try (Wire client = loopback.client()) {
            loopback.served();
            client.shutdownOutput();
            client.awaitEnd();
        }
        serves();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aTaskOrDeadlineThatThrowsDoesNotEndTheWorker(Throwable fault) throws Exception {
        Worker worker = loopback.worker();
        CountDownLatch later = new CountDownLatch(1);
        run(worker, () -> {
            worker.deadline(() -> sneak(fault)).set(0);
            worker.deadline(later::countDown).set(0);
        });
        worker.execute(() -> sneak(fault));
        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
        serves();
    }

    @Test
    void tasksRunInOrderOnTheWorkersThread() throws Exception {
        Worker worker = loopback.worker();
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            int n = i;
            worker.execute(() -> order.append(worker.isCurrent() ? n : "?"));
        }
        assertThat(on(worker, order::toString)).isEqualTo("0123456789");
        assertThat(worker.isCurrent()).isFalse();
    }

    // ---- connect

    @Test
    void aConnectionIsMadeOnTheWorkerThatWasAsked() throws Exception {
        Worker worker = loopback.worker();
        CompletableFuture<Boolean> within = new CompletableFuture<>();
        boolean[] returned = new boolean[1];
        Attempt attempt = new Attempt(recorder) {
            @Override
            public void onConnected(Connection connection) {
                within.complete(worker.isCurrent() && returned[0]);
                super.onConnected(connection);
            }
        };
        run(worker, () -> {
            worker.connect(loopback.address(), false, TimeUnit.SECONDS.toNanos(10), null, attempt);
            returned[0] = true;
        });
        assertThat(within.get(10, TimeUnit.SECONDS)).isTrue();
        Connection near = attempt.connected.get(10, TimeUnit.SECONDS);
        Connection far = loopback.served();
        run(worker, () -> far.write(ByteBuffer.wrap(new byte[] {1, 2, 3})));
        recorder.awaitReceived(3);
        run(worker, near::closeNow);
        recorder.awaitClosed();
    }

    @Test
    void aRefusedConnectTellsWhatTheKernelSaid() throws Exception {
        InetSocketAddress closed;
        try (Listening other = loopback.listen()) {
            closed = other.address();
        }
        assertThat(failure(closed, 10_000)).isInstanceOf(ConnectException.class).hasMessage("Connection refused");
        assertThat(loopback.worker().connections()).isZero();
    }

    @Test
    void aConnectThatTakesTooLongIsATimeout() throws Exception {
        try (FullBacklog full = new FullBacklog()) {
            long from = System.nanoTime();
            assertThat(failure(full.address(), 200)).isInstanceOf(SocketTimeoutException.class);
            assertThat(System.nanoTime() - from).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
        }
        assertThat(loopback.worker().connections()).isZero();
    }

    @Test
    void anAddressThatCannotBeConnectedToFailsAsWell() throws Exception {
        assertThat(failure(InetSocketAddress.createUnresolved("nowhere.invalid", 80), 1_000))
                .isInstanceOf(IOException.class);
        assertThat(failure(new InetSocketAddress(InetAddress.getByAddress(new byte[] {-1, -1, -1, -1}), 80), 1_000))
                .isInstanceOf(IOException.class);
        assertThat(loopback.worker().connections()).isZero();
    }

    private IOException failure(InetSocketAddress address, long millis) throws Exception {
        Attempt attempt = new Attempt(recorder);
        run(
                loopback.worker(),
                () -> loopback.worker().connect(address, false, TimeUnit.MILLISECONDS.toNanos(millis), null, attempt));
        return attempt.failed.get(10, TimeUnit.SECONDS);
    }

    private void serves() throws Exception {
        loopback.handlers(() -> recorder);
        try (Wire client = loopback.client()) {
            loopback.served();
            client.send("alive");
            recorder.awaitReceived(5);
        }
    }

    /** Throws anything. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable fault) throws T {
        throw (T) fault;
    }

    private static class Attempt implements ConnectCallback {
        final CompletableFuture<Connection> connected = new CompletableFuture<>();
        final CompletableFuture<IOException> failed = new CompletableFuture<>();
        private final Supplier<ConnectionHandler> handler;

        Attempt(ConnectionHandler handler) {
            this.handler = () -> handler;
        }

        @Override
        public void onConnected(Connection connection) {
            connection.handler(handler.get());
            connected.complete(connection);
        }

        @Override
        public void onFailed(IOException cause) {
            failed.complete(cause);
        }
    }
}

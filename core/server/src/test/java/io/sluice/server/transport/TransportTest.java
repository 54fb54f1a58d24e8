package io.sluice.server.transport;

import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.Wire;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** All workers together: admission, load, listening, the watchdog, and that nothing is left behind. */
class TransportTest {
    @Test
    void pastTheLimitNewConnectionsAreRefusedUntilOneCloses() throws Exception {
        try (Loopback loopback = new Loopback(2, 3)) {
            List<Wire> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                clients.add(loopback.client());
                loopback.served();
            }
            for (int i = 0; i < 5; i++) {
                try (Wire refused = loopback.client()) {
                    refused.awaitEnd();
                }
            }
            Eventually.until("five are counted", () -> loopback.refusals.get() == 5);
            assertThat(loopback.transport.connections()).isEqualTo(3);
            clients.remove(0).reset();
            Eventually.until("one has gone", () -> loopback.transport.connections() == 2);
            clients.add(loopback.client());
            loopback.served();
            assertThat(loopback.refusals).hasValue(5);
            clients.forEach(Wire::close);
        }
    }

    @Test
    void noWorkerKeepsManyMoreConnectionsThanAnother() throws Exception {
        try (Loopback loopback = new Loopback(3, 100)) {
            List<Wire> clients = new ArrayList<>();
            List<Connection> served = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                clients.add(loopback.client());
                served.add(loopback.served());
            }
            assertEven(loopback);
            Worker second = loopback.transport.workers().get(1);
            List<Connection> its =
                    served.stream().filter(one -> one.worker() == second).toList();
            run(second, () -> its.forEach(Connection::closeNow));
            Eventually.until("they have gone", () -> second.connections() == 0);
            for (int i = 0; i < 12; i++) {
                clients.add(loopback.client());
                loopback.served();
            }
            assertEven(loopback);
            clients.forEach(Wire::close);
        }
    }

    /** Who accepts a connection may keep it where it has up to four more than another, and then has five. */
    private static void assertEven(Loopback loopback) {
        IntSummaryStatistics connections = loopback.transport.workers().stream()
                .mapToInt(Worker::connections)
                .summaryStatistics();
        assertThat(connections.getMax() - connections.getMin()).isLessThanOrEqualTo(5);
    }

    @Test
    void aClosedListenerFreesItsPortAndLeavesConnectionsAlive() throws Exception {
        Recorder recorder = new Recorder();
        try (Loopback loopback = new Loopback(1, 100).handlers(() -> recorder);
                Wire client = loopback.client()) {
            loopback.served();
            InetSocketAddress address = loopback.address();
            loopback.listening().close();
            assertThatThrownBy(loopback::client).isInstanceOf(IOException.class);
            client.send("on");
            recorder.awaitReceived(2);
            ListenOptions again = new ListenOptions("again", address, 10, false, true, false, null, 0);
            try (Listening second = loopback.transport.listen(again, loopback)) {
                assertThat(second.address()).isEqualTo(address);
            }
        }
    }

    @Test
    void whoWaitsAtAListenerThatNeverAcceptedIsNotTakenInAtItsClose() throws Exception {
        try (Loopback loopback = new Loopback(1, 100)) {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            AtomicInteger takenIn = new AtomicInteger();
            AcceptHandler handler = new AcceptHandler() {
                @Override
                public void accepted(Connection connection) {
                    takenIn.incrementAndGet();
                }

                @Override
                public void refused() {
                    takenIn.incrementAndGet();
                }
            };
            Listening bound =
                    loopback.transport.bind(new ListenOptions("test", any, 10, false, true, false, null, 0), handler);
            try (Socket client = new Socket()) {
                client.connect(bound.address());
                bound.close();
                run(loopback.worker(), () -> {});
                assertThat(takenIn).hasValue(0);
                assertThatThrownBy(() -> {
                            client.getOutputStream().write(1);
                            client.getInputStream().read();
                        })
                        .isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void anAddressInUseIsRefusedInTheKernelsWords() throws Exception {
        try (Loopback loopback = new Loopback(1, 100)) {
            ListenOptions taken = new ListenOptions("taken", loopback.address(), 10, false, true, false, null, 0);
            assertThatThrownBy(() -> loopback.transport.listen(taken, loopback))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void theWatchdogSaysWhereAWorkerHangs() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Watchdog.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.setLevel(ch.qos.logback.classic.Level.WARN);
        logger.addAppender(lines);
        CountDownLatch release = new CountDownLatch(1);
        try (Loopback loopback = new Loopback(2, 100)) {
            loopback.worker().execute(() -> hang(release));
            Eventually.until("a warning", () -> !List.copyOf(lines.list).isEmpty());
            assertThat(lines.list.get(0).getFormattedMessage())
                    .startsWith("worker 0 has been busy for ")
                    .contains("TransportTest.hang");
            Eventually.until("the lag", () -> loopback.transport.takeWorstLagMillis() >= 1_000);
            release.countDown();
            run(loopback.worker(), () -> assertThat(lines.list).hasSize(1));
        } finally {
            release.countDown();
            logger.detachAppender(lines);
        }
    }

    @Test
    void nothingIsLeftOfTwoThousandConnections() throws Exception {
        try (Loopback loopback = new Loopback(2, 100)) {
            exchange(loopback, 50);
            long files = openFiles();
            long threads = threads();
            exchange(loopback, 2_000);
            Eventually.until("all descriptors back", () -> openFiles() <= files);
            assertThat(threads()).isLessThanOrEqualTo(threads);
            assertThat(loopback.transport.connections()).isZero();
        }
    }

    @Test
    void nothingIsLeftOfAClosedTransport() throws Exception {
        exchangeOnce();
        long files = openFiles();
        for (int i = 0; i < 10; i++) {
            exchangeOnce();
        }
        Eventually.until("all descriptors back", () -> openFiles() <= files);
        Eventually.until(
                "all workers ended",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("sluice-worker")));
    }

    @Test
    void closingTheTransportClosesEveryConnection() throws Exception {
        Recorder recorder = new Recorder();
        Loopback loopback = new Loopback(1, 100).handlers(() -> recorder);
        try (Wire client = loopback.client()) {
            loopback.served();
            loopback.close();
            recorder.awaitClosed();
            client.awaitEnd();
        }
    }

    private static void exchangeOnce() throws Exception {
        try (Loopback loopback = new Loopback(2, 100)) {
            exchange(loopback, 4);
        }
    }

    /** Connections that end in each way. */
    private static void exchange(Loopback loopback, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Recorder recorder = new Recorder();
            loopback.handlers(() -> recorder);
            try (Wire client = loopback.client()) {
                Connection connection = loopback.served();
                client.send("x");
                switch (i % 4) {
                    case 0 -> client.reset();
                    case 1 -> run(connection.worker(), connection::reset);
                    case 2 -> run(connection.worker(), connection::closeNow);
                    default -> {
                        run(connection.worker(), connection::close);
                        client.shutdownOutput();
                    }
                }
                recorder.awaitClosed();
            }
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sluice-"))
                .count();
    }

    private static void hang(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

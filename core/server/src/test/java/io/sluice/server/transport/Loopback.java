package io.sluice.server.transport;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A transport with one listener on loopback whose connections are all served by handlers of the test's making. */
public final class Loopback implements AutoCloseable, AcceptHandler {
    public final Transport transport;
    public final AtomicInteger refusals = new AtomicInteger();
    private final TlsServer tls;
    private final long handshakeNanos;
    private final Listening listening;
    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private volatile Supplier<? extends ConnectionHandler> handlers = Recorder::new;

    public Loopback(int workers, int maxConnections) throws IOException {
        this(workers, maxConnections, null, 0);
    }

    /** A listener that speaks TLS. */
    public Loopback(int workers, int maxConnections, TlsServer tls, long handshakeNanos) throws IOException {
        this.tls = tls;
        this.handshakeNanos = handshakeNanos;
        transport = new Transport(workers, maxConnections);
        transport.start();
        listening = listen();
    }

    /** One more listener for the same handlers. */
    public Listening listen() throws IOException {
        return transport.listen(
                new ListenOptions(
                        "test",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        511,
                        false,
                        true,
                        false,
                        tls,
                        handshakeNanos),
                this);
    }

    public Loopback handlers(Supplier<? extends ConnectionHandler> each) {
        handlers = each;
        return this;
    }

    public InetSocketAddress address() {
        return listening.address();
    }

    /** Connects a client; its other end is {@link #served()}. */
    public Wire client() throws IOException {
        Socket socket = new Socket();
        socket.connect(address());
        return new Wire(socket, Eventually.DEADLINE);
    }

    /** Connects a client that holds little of what it has not read. */
    public Wire narrowClient() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(address());
        return new Wire(socket, Eventually.DEADLINE);
    }

    /** The next connection that was accepted. */
    public Connection served() throws InterruptedException {
        Connection next = accepted.poll(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no connection was accepted within " + Eventually.DEADLINE);
        }
        return next;
    }

    /** Runs on a worker and waits for what comes of it. */
    public static <T> T on(Worker worker, Callable<T> action) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        worker.execute(() -> {
            try {
                result.complete(action.call());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        return result.get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Runs on a worker and waits. */
    public static void run(Worker worker, Runnable action) throws Exception {
        on(worker, () -> {
            action.run();
            return null;
        });
    }

    public Worker worker() {
        return transport.workers().get(0);
    }

    public Listening listening() {
        return listening;
    }

    @Override
    public void accepted(Connection connection) {
        connection.handler(handlers.get());
        accepted.add(connection);
    }

    @Override
    public void refused() {
        refusals.incrementAndGet();
    }

    @Override
    public void close() {
        listening.close();
        transport.close();
    }
}

package io.sluice.server.transport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.mina.transport.socket.nio.NioSocketConnector;

/** All workers and what watches over them. Thread-safe. */
public final class Transport implements AutoCloseable {
    private final List<Worker> workers;
    private volatile int maxConnections;
    private final NioSocketConnector outgoing;
    private final HandshakeTasks handshakes;
    private final Watchdog watchdog;

    /**
     * Makes workers; {@link #start()} starts them.
     *
     * @param workers number of threads, 1 or more
     * @param maxConnections connections open at once, both sides counted
     */
    public Transport(int workers, int maxConnections) {
        this("sluice-worker-", workers, maxConnections);
    }

    /** The same with names for the threads: this, followed by the worker's index. */
    public Transport(String threads, int workers, int maxConnections) {
        this.maxConnections = maxConnections;
        // Only the owner of outgoing sessions in MINA's books: connections are made by the workers themselves, without
        // the two changes of thread that its own connect takes.
        outgoing = new NioSocketConnector(1);
        outgoing.setHandler(LinkHandler.INSTANCE);
        outgoing.getStatistics().getConfig().setStatisticsCalcEnabled(false);
        handshakes = new HandshakeTasks(workers);
        List<Worker> made = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            made.add(new Worker(threads + i, i, outgoing, handshakes));
        }
        this.workers = List.copyOf(made);
        this.watchdog = new Watchdog(this.workers);
    }

    /** Starts the threads. */
    public void start() throws IOException {
        for (Worker worker : workers) {
            worker.start();
        }
        watchdog.start();
    }

    /** From now on so many connections may be open at once; those that are stay. */
    public void maxConnections(int most) {
        maxConnections = most;
    }

    /** All workers, by index. */
    public List<Worker> workers() {
        return workers;
    }

    /** Connections open now, both sides. */
    public int connections() {
        int sum = 0;
        for (Worker worker : workers) {
            sum += worker.connections();
        }
        return sum;
    }

    /** The longest that a worker was seen to be busy with one round since the last call, in milliseconds. */
    public long takeWorstLagMillis() {
        return watchdog.takeWorstLagMillis();
    }

    /**
     * Binds an address and accepts from now on.
     *
     * @throws IOException when the address cannot be bound; the message is the kernel's
     */
    public Listening listen(ListenOptions options, AcceptHandler handler) throws IOException {
        Listening bound = bind(options, handler);
        bound.accept();
        return bound;
    }

    /**
     * Binds an address; clients that come wait in the kernel's queue until {@link Listening#accept()}.
     *
     * @throws IOException when the address cannot be bound; the message is the kernel's
     */
    public Listening bind(ListenOptions options, AcceptHandler handler) throws IOException {
        Acceptor acceptor = new Acceptor(this, options, handler);
        try {
            acceptor.bindNow();
        } catch (IOException e) {
            acceptor.close();
            throw e.getCause() instanceof IOException cause ? cause : e;
        }
        return acceptor;
    }

    /** The worker with the fewest connections; null when as many as allowed are open. */
    Worker leastLoaded() {
        Worker least = null;
        int sum = 0;
        for (Worker worker : workers) {
            sum += worker.connections();
            if (least == null || worker.connections() < least.connections()) {
                least = worker;
            }
        }
        return sum < maxConnections ? least : null;
    }

    /** Closes every connection at once and ends the threads. */
    @Override
    public void close() {
        watchdog.close();
        for (Worker worker : workers) {
            worker.loop.dispose();
        }
        outgoing.dispose();
        handshakes.close();
    }
}

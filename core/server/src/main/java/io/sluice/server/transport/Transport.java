package io.sluice.server.transport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.service.IoService;
import org.apache.mina.transport.socket.nio.NioSocketConnector;

/** All workers and what watches over them. Thread-safe. */
public final class Transport implements AutoCloseable {
    /** By how many connections workers may differ for the sake of not handing one over: two exchanges, with both sides. */
    private static final int SLACK = 4;

    private final List<Worker> workers;
    private volatile int maxConnections;
    private final NioSocketConnector owner;
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
        // Only the owner of sessions in MINA's books: the workers accept and make connections themselves, which saves
        // the two changes of thread that MINA's own acceptor and connector take.
        owner = new NioSocketConnector(1);
        owner.setHandler(LinkHandler.INSTANCE);
        owner.getStatistics().getConfig().setStatisticsCalcEnabled(false);
        handshakes = new HandshakeTasks(workers);
        List<Worker> made = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            made.add(new Worker(threads + i, i, owner, handshakes));
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
        return new Acceptor(this, options, handler);
    }

    /** Owns all sessions in MINA's books. */
    IoService owner() {
        return owner;
    }

    /**
     * The worker for one connection more: the one with the fewest; null when as many as allowed are open. Up to four workers
     * accept at the same moment without waiting for each other, so there may be up to three more than that; and connections to
     * endpoints are counted here, but bounded by their upstreams alone.
     *
     * @param here the worker that has it now, which keeps it if it has hardly more; null for none
     */
    Worker workerFor(Worker here) {
        Worker least = null;
        int sum = 0;
        for (Worker worker : workers) {
            sum += worker.connections();
            if (least == null || worker.connections() < least.connections()) {
                least = worker;
            }
        }
        if (sum >= maxConnections) {
            return null;
        }
        return here != null && here.connections() <= least.connections() + SLACK ? here : least;
    }

    /** Closes every connection at once and ends the threads. */
    @Override
    public void close() {
        watchdog.close();
        for (Worker worker : workers) {
            worker.loop.dispose();
        }
        owner.dispose();
        handshakes.close();
    }
}

package io.sluice.server.listener;

import io.sluice.server.config.ListenerConfig;
import io.sluice.server.exchange.ExchangeContext;
import io.sluice.server.exchange.LiveTunnel;
import io.sluice.server.observe.Metric;
import io.sluice.server.relay.Ending;
import io.sluice.server.transport.AcceptHandler;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.ListenOptions;
import io.sluice.server.transport.Listening;
import io.sluice.server.transport.TlsServer;
import io.sluice.server.transport.Transport;
import io.sluice.server.transport.Worker;
import io.sluice.server.upstream.Loss;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bound listener with its client connections. Thread-safe. */
public final class Listener implements AcceptHandler {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Transport transport;
    private volatile ExchangeContext context;
    private final Clients[] clients;
    private final Listening listening;
    private final ListenerConfig boundAs;
    private volatile boolean stopping;

    private Listener(Transport transport, ExchangeContext context, TlsServer tls) throws IOException {
        this.transport = transport;
        this.context = context;
        this.clients = new Clients[transport.workers().size()];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = new Clients();
        }
        this.boundAs = context.listener();
        this.listening = transport.bind(options(context.listener(), tls), this);
    }

    private static ListenOptions options(ListenerConfig config, TlsServer tls) {
        return new ListenOptions(
                config.name(),
                config.bind(),
                config.backlog(),
                config.reusePort(),
                config.tcpNoDelay(),
                config.soKeepalive(),
                tls,
                config.tls().map(spoken -> spoken.handshakeTimeout().toNanos()).orElse(0L));
    }

    /**
     * Binds the listener's address. Clients that come wait until {@link #serve()}.
     *
     * @param tls chooses how TLS is spoken; null for a listener without it
     * @throws IOException when the address cannot be bound; the message is the kernel's
     */
    public static Listener bind(Transport transport, ExchangeContext context, TlsServer tls) throws IOException {
        return new Listener(transport, context, tls);
    }

    /** Serves from now on. */
    public void serve() {
        listening.accept();
    }

    /**
     * Serves so from now on, at the same socket: connections that come, and those that are here from their next request on.
     * Where TLS begins or ends to be spoken, those that are here take no further request.
     *
     * @param next with the address of the present one
     * @param tls as for {@link #bind}
     */
    public void change(ExchangeContext next, TlsServer tls) {
        boolean secured = context.listener().tls().isPresent();
        context = next;
        listening.change(options(next.listener(), tls));
        if (secured != next.listener().tls().isPresent()) {
            each(client -> client.secureOrStop(!secured));
        }
    }

    /** What is served now. */
    public ListenerConfig config() {
        return context.listener();
    }

    /** What its socket was made with, some of which {@link #change} leaves as it is. */
    public ListenerConfig boundAs() {
        return boundAs;
    }

    /** What its exchanges share that begin now. */
    ExchangeContext context() {
        return context;
    }

    /** Whether it was stopped and none of its connections is left. Asks the workers, and waits for them. */
    public boolean gone() {
        return stopping && count() == 0;
    }

    /** The address it is bound to, with the real port. */
    public InetSocketAddress address() {
        return listening.address();
    }

    /** Accepts no more, closes idle connections, and lets exchanges that are under way finish. */
    public void stop() {
        stopping = true;
        listening.close();
        each(ClientConnection::stop);
    }

    /**
     * After {@link #stop()}: waits until all connections are closed, and breaks those that are not when time is up.
     *
     * @return how many were broken
     */
    public int awaitStopped(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (count() > 0 && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        int broken = count();
        each(ClientConnection::abort);
        return broken;
    }

    /**
     * Hands out the tunnels that are open, each on its worker.
     *
     * @return is done when all were; from a worker it must not be waited for
     */
    public CompletableFuture<Void> tunnels(Consumer<LiveTunnel> action) {
        return CompletableFuture.allOf(transport.workers().stream()
                .map(worker -> CompletableFuture.runAsync(
                        () -> clients[worker.index()].forEach(client -> {
                            if (client.tunnel() != null) {
                                action.accept(client.tunnel());
                            }
                        }),
                        worker::execute))
                .toArray(CompletableFuture<?>[]::new));
    }

    /**
     * Ends tunnels politely: each side is sent Close between two messages, at a moment within the window. Only those that
     * are open now; after {@link #stop()} no more are opened.
     *
     * @param which those that are to end
     * @return how many these are; from a worker it must not be waited for
     */
    public CompletableFuture<Integer> drain(Predicate<? super LiveTunnel> which, Ending how, Duration window) {
        AtomicInteger count = new AtomicInteger();
        return tunnels(tunnel -> {
                    if (which.test(tunnel)) {
                        tunnel.drain(how, window);
                        count.incrementAndGet();
                    }
                })
                .thenApply(ignored -> count.get());
    }

    /** Takes back what {@link #drain} of this loss has planned, of tunnels to which its moment has not come. */
    public void keep(Loss loss) {
        CompletableFuture<Void> unused = tunnels(tunnel -> tunnel.keep(loss));
    }

    /** Ends all tunnels politely for a loss, as {@link #keep} can take back. */
    public CompletableFuture<Integer> drain(Loss loss, Duration window) {
        AtomicInteger count = new AtomicInteger();
        return tunnels(tunnel -> {
                    if (!tunnel.ending()) {
                        tunnel.drain(loss, window);
                        count.incrementAndGet();
                    }
                })
                .thenApply(ignored -> count.get());
    }

    /**
     * Calls every connection on its worker, so many of them in a row that the others there hardly notice, and those that were
     * accepted meanwhile not at all.
     *
     * @param byWorker what to call them with; called on the worker, once each
     * @return completes when all have been called; with the error of a call, where one threw
     */
    public CompletionStage<Void> walk(Supplier<Consumer<LiveConnection>> byWorker) {
        long last = NUMBERS.get();
        CompletableFuture<?>[] walks = new CompletableFuture<?>[clients.length];
        for (Worker worker : transport.workers()) {
            Walk walk = new Walk(worker, clients[worker.index()], last, byWorker);
            walks[worker.index()] = walk.begin();
        }
        return CompletableFuture.allOf(walks);
    }

    @Override
    public void accepted(Connection connection) {
        context.metrics().count(Metric.CONNECTIONS_ACCEPTED);
        context.metrics().count(Metric.CONNECTIONS_HANDLED);
        context.metrics().inc(Metric.CONNECTIONS_ACTIVE);
        ClientConnection client = new ClientConnection(this, connection, NUMBERS.incrementAndGet());
        clients[connection.worker().index()].add(client);
        client.begin();
        if (stopping) {
            client.stop();
        }
    }

    @Override
    public void refused() {
        context.metrics().count(Metric.CONNECTIONS_ACCEPTED);
        context.metrics().count(Metric.CONNECTIONS_REFUSED);
    }

    private int count() {
        AtomicLong sum = new AtomicLong();
        eachWorker(worker -> clients[worker.index()].forEach(client -> sum.incrementAndGet()));
        return sum.intValue();
    }

    private void each(Consumer<ClientConnection> action) {
        eachWorker(worker -> clients[worker.index()].forEach(action));
    }

    /** Runs the action on each worker and waits for it. */
    private void eachWorker(Consumer<Worker> action) {
        CountDownLatch ran = new CountDownLatch(clients.length);
        for (Worker worker : transport.workers()) {
            worker.execute(() -> {
                try {
                    action.accept(worker);
                } finally {
                    ran.countDown();
                }
            });
        }
        try {
            if (!ran.await(5, TimeUnit.SECONDS)) {
                log.error(
                        "listener {}: a worker does not answer; its connections are not told",
                        context.listener().name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

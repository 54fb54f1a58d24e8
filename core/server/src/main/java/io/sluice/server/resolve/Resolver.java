package io.sluice.server.resolve;

import io.sluice.server.config.ResolverConfig;
import io.sluice.server.observe.Metrics;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Resolves names for one server, on a thread of its own. Thread-safe.
 */
public final class Resolver implements AutoCloseable {
    private final ResolverThread thread;
    private final Watch.Means means;
    private final NameCache names;
    private final List<Watch> watches = new ArrayList<>();
    private final List<Watch> waiting = new ArrayList<>();

    private Resolver(ResolverThread thread, Pace pace, ResolverConfig config, Metrics metrics) {
        this.thread = thread;
        Names source = config.addresses().isEmpty()
                ? new SystemNames(addresses -> records(addresses, config, pace, metrics))
                : new ConfiguredNames(records(config.addresses(), config, pace, metrics));
        HostLookup lookup = new HostLookup(source, config.ipv4(), config.ipv6());
        Terms terms = new Terms(config.valid());
        means = new Watch.Means(source, lookup, terms, pace, metrics);
        names = config.forRequests() ? new NameCache(lookup, terms, pace, metrics) : null;
    }

    /** A resolver that has asked nothing yet. */
    public static Resolver of(ResolverConfig config, Metrics metrics) {
        ResolverThread thread = new ResolverThread();
        return new Resolver(thread, thread, config, metrics);
    }

    /** The same on a thread and with a time of the caller's. */
    static Resolver of(ResolverConfig config, Metrics metrics, Pace pace) {
        return new Resolver(null, pace, config, metrics);
    }

    /**
     * Asks this question from {@link #start} on, again and again.
     *
     * @param asker whose question it is, for the log: {@code upstream "chat"}
     * @param listener is told all that is found, at least one, whenever that changes; on the resolver's thread
     * @return ends the watch; thread-safe
     */
    public synchronized Runnable watch(Question question, String asker, Consumer<List<Found>> listener) {
        Watch watch = new Watch(question, asker, listener, means);
        waiting.add(watch);
        return () -> end(watch);
    }

    private synchronized void end(Watch watch) {
        if (!waiting.remove(watch) && watches.remove(watch)) {
            means.pace().execute(watch::close);
        }
    }

    /**
     * Begins with all that was not begun with before, and waits until each question was answered or could not be, so that what is served from then on has back ends.
     *
     * @param patience how long to wait at most; what is not answered by then is answered later
     */
    public void start(Duration patience) {
        List<Watch> begun = begun();
        if (begun.isEmpty()) {
            return;
        }
        begun.forEach(watch -> means.pace().execute(watch::start));
        try {
            CompletableFuture.allOf(begun.stream().map(Watch::first).toArray(CompletableFuture[]::new))
                    .get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // the pools that wait for an answer are empty, and each says so where it is asked for a back end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Watch> begun() {
        List<Watch> begun = List.copyOf(waiting);
        watches.addAll(begun);
        waiting.clear();
        return begun;
    }

    /** Names that requests ask for; empty where the configuration names no resolver for that. */
    public Optional<NameCache> names() {
        return Optional.ofNullable(names);
    }

    /** Nothing more is asked, and nobody told. */
    @Override
    public synchronized void close() {
        watches.forEach(watch -> means.pace().execute(watch::close));
        if (thread != null) {
            thread.close();
        }
    }

    private static Records records(
            List<InetSocketAddress> addresses, ResolverConfig config, Pace pace, Metrics metrics) {
        return new Records(new NameServers(addresses, config.timeout(), pace, metrics));
    }
}

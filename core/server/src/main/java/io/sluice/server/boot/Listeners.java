package io.sluice.server.boot;

import io.sluice.api.exchange.AddressText;
import io.sluice.api.status.ListenerView;
import io.sluice.server.admin.AdminSite;
import io.sluice.server.config.ListenerConfig;
import io.sluice.server.config.TunnelRules;
import io.sluice.server.listener.Listener;
import io.sluice.server.relay.Ending;
import io.sluice.server.transport.Transport;
import io.sluice.server.upstream.Loss;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners that are bound, and those that are not any longer but still have clients. One thread changes them at a time. */
final class Listeners {
    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    /** How long a worker may take to say what it has done. */
    private static final long WORKER_PATIENCE_SECONDS = 5;

    private final Transport transport;
    private final List<Listener> leaving = new CopyOnWriteArrayList<>();

    /** Those of them whose tunnels are being ended. */
    private final Set<Listener> draining = new HashSet<>();

    private volatile Map<String, Listener> bound = Map.of();

    Listeners(Transport transport) {
        this.transport = transport;
    }

    /**
     * What a configuration makes of them.
     *
     * @param all those that there will be, by name, in the order of the file
     * @param fresh those of them that were bound for it
     * @param gone those that it does not have
     */
    record Step(Map<String, Listener> all, List<Listener> fresh, List<Listener> gone) {}

    /**
     * Binds what is not bound yet. An address that is bound already keeps its socket, whatever its listener is called.
     *
     * @throws IOException when an address cannot be bound; the message names the listener, and nothing has changed
     */
    Step prepare(Snapshot next) throws IOException {
        List<Listener> free = new ArrayList<>(bound.values());
        Map<String, Listener> all = new LinkedHashMap<>();
        List<Listener> fresh = new ArrayList<>();
        try {
            for (ListenerConfig config : next.listeners()) {
                Optional<Listener> kept = free.stream()
                        .filter(one -> sameSocket(one.config(), config))
                        .findFirst();
                kept.ifPresent(free::remove);
                all.put(config.name(), kept.orElse(null));
            }
            for (ListenerConfig config : next.listeners()) {
                if (all.get(config.name()) == null) {
                    Listener made = bind(next, config, free);
                    fresh.add(made);
                    all.put(config.name(), made);
                }
            }
            return new Step(all, fresh, free);
        } catch (IOException | RuntimeException e) {
            fresh.forEach(Listener::stop);
            throw e;
        }
    }

    /** Port 0 is any port: there the name tells which. */
    private static boolean sameSocket(ListenerConfig before, ListenerConfig now) {
        return before.bind().equals(now.bind())
                && (now.bind().getPort() != 0 || before.name().equals(now.name()));
    }

    private Listener bind(Snapshot next, ListenerConfig config, List<Listener> gone) throws IOException {
        try {
            return Listener.bind(transport, next.context(config), next.tls(config));
        } catch (IOException e) {
            throw new IOException(
                    config.place() + ": listener " + config.name() + ": cannot bind " + config.bind() + ": "
                            + e.getMessage() + hint(config, gone),
                    e);
        }
    }

    /** All addresses of a port and one of them cannot be bound at the same time. */
    private static String hint(ListenerConfig config, List<Listener> gone) {
        return gone.stream()
                .filter(one -> one.address().getPort() == config.bind().getPort())
                .findFirst()
                .map(one -> " (listener " + one.config().name() + " has " + one.address()
                        + " until it is gone; expected: it is removed by one reload, and this one added by the next)")
                .orElse("");
    }

    /** What was prepared is not used. */
    static void discard(Step step) {
        step.fresh().forEach(Listener::stop);
    }

    /** All serve by this configuration from now on; those that are gone are to be stopped by {@link #leave}. */
    void swap(Step step, Snapshot next) {
        next.listeners().forEach(config -> {
            Listener listener = step.all().get(config.name());
            if (!step.fresh().contains(listener)) {
                listener.change(next.context(config), next.tls(config));
            }
        });
        bound = step.all();
        step.fresh().forEach(listener -> {
            listener.serve();
            log.info("listener {}: {}", listener.config().name(), listener.address());
        });
    }

    /**
     * They accept no more, and their requests go on; their tunnels fare as the next configuration says of a listener of the
     * name, else as their own has said. Where an address that went before is back, the tunnels that are left there are kept.
     */
    void leave(List<Listener> gone, Map<String, ListenerConfig> now, Duration window) {
        gone.forEach(Listener::stop);
        leaving.addAll(gone);
        leaving.removeIf(Listener::gone);
        draining.retainAll(leaving);
        for (Listener listener : leaving) {
            String name = listener.config().name();
            boolean back = now.values().stream().anyMatch(config -> sameSocket(listener.config(), config));
            boolean ends = !back && now.getOrDefault(name, listener.config()).onRemoved() == TunnelRules.Fate.DRAIN;
            if (ends && draining.add(listener)) {
                int count = counted(listener, listener.drain(Loss.LISTENER, window));
                log.info("listener {}: {} tunnels are ended within {} s", name, count, window.toMillis() / 1000.0);
            } else if (!ends && draining.remove(listener)) {
                listener.keep(Loss.LISTENER);
                log.info("listener {}: the tunnels that are left are kept", name);
            }
        }
    }

    /** The bound addresses by name. Thread-safe. */
    Map<String, InetSocketAddress> addresses() {
        Map<String, InetSocketAddress> out = new LinkedHashMap<>();
        bound.forEach((name, listener) -> out.put(name, listener.address()));
        return out;
    }

    /** As status pages see them. Thread-safe. */
    List<ListenerView> views() {
        return bound.entrySet().stream()
                .map(one -> new ListenerView(
                        one.getKey(),
                        AddressText.withPort(one.getValue().address()),
                        one.getValue().config().tls().isPresent()))
                .toList();
    }

    /** What the sockets were made with, by the names of their listeners now. */
    Map<String, ListenerConfig> addressesAsBound() {
        Map<String, ListenerConfig> out = new LinkedHashMap<>();
        bound.forEach((name, listener) -> out.put(name, listener.boundAs()));
        return out;
    }

    /** All but the admin listener accept no more, and close idle connections. */
    void stop() {
        bound.values().stream().filter(one -> !isAdmin(one)).forEach(Listener::stop);
    }

    /** The admin listener accepts no more; waits for its last answers, this long at most. */
    void stopAdmin(Duration timeout) throws InterruptedException {
        List<Listener> admin = all().stream().filter(Listeners::isAdmin).toList();
        admin.forEach(Listener::stop);
        for (Listener listener : admin) {
            listener.awaitStopped(timeout);
        }
    }

    private static boolean isAdmin(Listener listener) {
        return listener.config().name().equals(AdminSite.LISTENER);
    }

    /** Begins to end all tunnels politely; returns how many there are. */
    int drain(Ending how, Duration window) {
        Map<Listener, CompletableFuture<Integer>> counts = new LinkedHashMap<>();
        all().forEach(listener -> counts.put(listener, listener.drain(tunnel -> true, how, window)));
        return counts.entrySet().stream()
                .mapToInt(one -> counted(one.getKey(), one.getValue()))
                .sum();
    }

    /** How many tunnels are ended; 0, which the log tells, where a worker does not say so in time. */
    private static int counted(Listener listener, CompletableFuture<Integer> drain) {
        String name = listener.config().name();
        try {
            return drain.get(WORKER_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            log.error("listener {}: a worker does not answer; its tunnels are ended as soon as it does", name);
        } catch (ExecutionException e) {
            log.error("listener {}: not all of its tunnels are ended", name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /**
     * After {@link #stop()}: waits for what is under way at those, this long at most.
     *
     * @return how many connections were broken then
     */
    int awaitStopped(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        int broken = 0;
        for (Listener listener : all().stream().filter(one -> !isAdmin(one)).toList()) {
            broken += listener.awaitStopped(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        return broken;
    }

    /** Those that are bound, and those that have clients still. Thread-safe. */
    List<Listener> all() {
        List<Listener> all = new ArrayList<>(bound.values());
        all.addAll(leaving);
        return all;
    }
}

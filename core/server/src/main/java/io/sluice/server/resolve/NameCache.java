package io.sluice.server.resolve;

import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Names that are looked up as requests ask for them (nginx: proxy_pass with variables), kept until they are too old. As
 * peers may choose the names, there is a bound on those that are kept and on those that are being asked for. {@link #known}
 * is for workers, {@link #find} for any thread; all else is on the resolver's.
 */
public final class NameCache {
    private static final int MOST_KEPT = 4_096;
    private static final int MOST_ASKED = 1_024;

    private final HostLookup lookup;
    private final Terms terms;
    private final Pace pace;
    private final Metrics metrics;
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final Map<String, List<Listener>> asked = new HashMap<>();

    private record Entry(List<InetAddress> addresses, long until) {}

    /** Hears of a name. On the resolver's thread. */
    public interface Listener {
        /** Its addresses, at least one, which the listener may keep. */
        void onFound(List<InetAddress> addresses);

        /** It has none; in nginx's words. */
        void onFailed(String why);
    }

    NameCache(HostLookup lookup, Terms terms, Pace pace, Metrics metrics) {
        this.lookup = lookup;
        this.terms = terms;
        this.pace = pace;
        this.metrics = metrics;
    }

    /** The addresses of a host, at least one, where they were asked for not too long ago; else null. Does not block. */
    public List<InetAddress> known(String host) {
        Entry entry = entries.get(host);
        return entry == null || entry.until() - pace.nanoTime() <= 0 ? null : entry.addresses();
    }

    /** Finds the addresses of a host; those who ask for the same at the same time share one look-up. */
    public void find(String host, Listener listener) {
        pace.execute(() -> {
            List<InetAddress> known = known(host);
            if (known != null) {
                listener.onFound(known);
                return;
            }
            List<Listener> others = asked.get(host);
            if (others != null) {
                others.add(listener);
            } else if (asked.size() >= MOST_ASKED) {
                listener.onFailed(host + " could not be resolved: " + MOST_ASKED + " names are being asked for");
            } else {
                asked.put(host, new ArrayList<>(List.of(listener)));
                metrics.count(Metric.RESOLVER_LOOKUPS);
                CompletionStage<HostAnswer> finding = lookup.find(host);
                finding.whenComplete((answer, thrown) ->
                        answered(host, thrown == null ? answer : HostAnswer.failed(NameServers.why(thrown))));
            }
        });
    }

    private void answered(String host, HostAnswer answer) {
        List<InetAddress> addresses = answer.addresses();
        List<Listener> listeners = asked.remove(host);
        if (addresses.isEmpty()) {
            metrics.count(Metric.RESOLVER_FAILURES);
            String why = host + " " + answer.failure().orElseThrow();
            listeners.forEach(listener -> listener.onFailed(why));
        } else {
            makeRoom();
            entries.put(host, new Entry(addresses, pace.nanoTime() + terms.valid(answer.ttl())));
            listeners.forEach(listener -> listener.onFound(addresses));
        }
    }

    private void makeRoom() {
        if (entries.size() >= MOST_KEPT) {
            long now = pace.nanoTime();
            entries.values().removeIf(entry -> entry.until() - now <= 0);
        }
        while (entries.size() >= MOST_KEPT) {
            entries.remove(entries.keySet().iterator().next());
        }
    }
}

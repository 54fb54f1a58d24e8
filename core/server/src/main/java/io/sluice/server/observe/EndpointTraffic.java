package io.sluice.server.observe;

import io.sluice.api.status.EndpointView;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the tunnels of one endpoint have passed, and how they ended. Thread-safe: each worker counts by itself ({@link
 * PassTally}), and nothing is made before an endpoint's first tunnel on a worker.
 */
public final class EndpointTraffic {
    private final Map<String, LongAdder> closings = new ConcurrentHashMap<>();

    /** By worker, that from clients and that to them. */
    private volatile PassTally[][] tallies = new PassTally[0][];

    /** Of an endpoint that has had no tunnel. */
    public EndpointTraffic() {}

    /** What the tunnels of a worker count with. Only on that worker may it be counted with. */
    public PassTally tally(int worker, boolean fromClient) {
        PassTally[][] known = tallies;
        return (worker < known.length && known[worker] != null ? known[worker] : made(worker))[fromClient ? 0 : 1];
    }

    private synchronized PassTally[] made(int worker) {
        PassTally[][] more = Arrays.copyOf(tallies, Math.max(tallies.length, worker + 1));
        if (more[worker] == null) {
            more[worker] = new PassTally[] {new PassTally(), new PassTally()};
            tallies = more;
        }
        return more[worker];
    }

    /** A tunnel has ended, by a word of {@link TunnelEnding}. */
    public void closed(String ending) {
        closings.computeIfAbsent(ending, first -> new LongAdder()).increment();
    }

    /** All of it at this moment. Not for the data path. */
    public EndpointView.Traffic view() {
        long[] messages = new long[2];
        long[] bytes = new long[2];
        for (PassTally[] worker : tallies) {
            for (int direction = 0; worker != null && direction < 2; direction++) {
                messages[direction] += worker[direction].messages();
                bytes[direction] += worker[direction].bytes();
            }
        }
        Map<String, Long> ended = new TreeMap<>();
        closings.forEach((ending, count) -> ended.put(ending, count.sum()));
        return new EndpointView.Traffic(messages[0], messages[1], bytes[0], bytes[1], ended);
    }
}

package io.sluice.server.observe;

import io.sluice.api.exchange.TunnelView;
import io.sluice.api.status.Figure.Sample;
import io.sluice.server.observe.FrameTally.Sum;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * The figures of one route's tunnels. Thread-safe. What passes is counted where it passes, by one {@link FrameTally} for each
 * worker and direction; the rest when a tunnel opens and when it ends.
 */
public final class TunnelFigures {
    private final LongAdder open = new LongAdder();
    private final LongAdder opened = new LongAdder();
    private final Map<Ending, LongAdder> closed = new ConcurrentHashMap<>();
    private final Durations handshake = Durations.ofRequests();
    private final Durations duration = Durations.ofTunnels();

    /** By worker, that from clients and that to them; both grow as workers bring their first tunnel. */
    private volatile FrameTally[][] tallies = new FrameTally[0][];

    /** How tunnels ended: labels of {@link RouteFigure#TUNNELS_CLOSED}. */
    private record Ending(String reason, String code) {}

    TunnelFigures() {}

    /** One has opened, so many nanoseconds after its request began. */
    public void opened(long nanos) {
        opened.increment();
        open.increment();
        handshake.add(Math.max(0, nanos));
    }

    /**
     * One has ended.
     *
     * @param reason a word of a list that the server has
     * @param tunnel what is known of it
     */
    public void closed(String reason, TunnelView tunnel) {
        open.decrement();
        duration.add(TimeUnit.MILLISECONDS.toNanos(tunnel.openMillis()));
        closed.computeIfAbsent(new Ending(reason, code(tunnel.closeCode())), ending -> new LongAdder())
                .increment();
    }

    /** What the tunnels of a worker count with. Only on that worker may it be counted with. */
    public FrameTally tally(int worker, boolean fromClient) {
        FrameTally[][] known = tallies;
        return (worker < known.length && known[worker] != null ? known[worker] : made(worker))[fromClient ? 0 : 1];
    }

    private synchronized FrameTally[] made(int worker) {
        FrameTally[][] more = Arrays.copyOf(tallies, Math.max(tallies.length, worker + 1));
        if (more[worker] == null) {
            more[worker] = new FrameTally[] {new FrameTally(), new FrameTally()};
            tallies = more;
        }
        return more[worker];
    }

    /** The registered close codes by themselves; applications' own, of which there are thousands, by their range. */
    static String code(int code) {
        if (code < 0) {
            return "none";
        }
        if (code >= 1000 && code <= 1015) {
            return Integer.toString(code);
        }
        return code >= 3000 && code <= 4999 ? code / 1000 + "xxx" : "other";
    }

    void samples(String route, BiConsumer<RouteFigure, Sample> to) {
        List<String> labels = List.of(route);
        to.accept(RouteFigure.TUNNELS_OPEN, Sample.of(labels, open.sum()));
        to.accept(RouteFigure.TUNNELS_OPENED, Sample.of(labels, opened.sum()));
        closed.forEach((ending, count) -> to.accept(
                RouteFigure.TUNNELS_CLOSED, Sample.of(List.of(route, ending.reason(), ending.code()), count.sum())));
        to.accept(RouteFigure.TUNNEL_HANDSHAKE, Sample.of(labels, handshake.view()));
        to.accept(RouteFigure.TUNNEL_DURATION, Sample.of(labels, duration.view()));
        passed(route, "in", sum(0), to);
        passed(route, "out", sum(1), to);
    }

    private Sum sum(int direction) {
        Sum sum = new Sum();
        for (FrameTally[] worker : tallies) {
            if (worker != null) {
                worker[direction].addTo(sum);
            }
        }
        return sum;
    }

    private static void passed(String route, String direction, Sum sum, BiConsumer<RouteFigure, Sample> to) {
        to.accept(RouteFigure.TUNNEL_MESSAGES, Sample.of(List.of(route, direction, "text"), sum.texts));
        to.accept(RouteFigure.TUNNEL_MESSAGES, Sample.of(List.of(route, direction, "binary"), sum.binaries));
        to.accept(RouteFigure.TUNNEL_MESSAGES, Sample.of(List.of(route, direction, "ping"), sum.pings));
        to.accept(RouteFigure.TUNNEL_MESSAGES, Sample.of(List.of(route, direction, "pong"), sum.pongs));
        to.accept(RouteFigure.TUNNEL_PAYLOAD, Sample.of(List.of(route, direction, "text"), sum.textBytes));
        to.accept(RouteFigure.TUNNEL_PAYLOAD, Sample.of(List.of(route, direction, "binary"), sum.binaryBytes));
        to.accept(RouteFigure.TUNNEL_BYTES, Sample.of(List.of(route, direction), sum.bytes));
    }
}

package io.sluice.server.observe;

import io.sluice.api.exchange.AddressText;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.exchange.TunnelView;
import io.sluice.api.exchange.UpstreamTry;
import io.sluice.api.status.ClosedTunnel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The tunnels that ended last, so many at most. Thread-safe: workers note without a lock, each the end of its tunnel; what was
 * noted is put into words for who asks.
 */
public final class RecentClosings {
    /** How many are kept. */
    static final int KEPT = 100;

    private final AtomicReferenceArray<Noted> ring = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong noted = new AtomicLong();

    /** What stays of a tunnel, whose own view is gone with its exchange. */
    private record Noted(
            long number,
            long atMillis,
            InetSocketAddress client,
            String route,
            String upstream,
            String endpoint,
            long openMillis,
            long messagesIn,
            long messagesOut,
            long bytesIn,
            long bytesOut,
            int closeCode,
            String closeReason,
            TunnelView.Side closedBy,
            String ending) {
        private ClosedTunnel view() {
            return new ClosedTunnel(
                    Instant.ofEpochMilli(atMillis),
                    AddressText.withPort(client),
                    route,
                    upstream,
                    endpoint,
                    Duration.ofMillis(openMillis),
                    messagesIn,
                    messagesOut,
                    bytesIn,
                    bytesOut,
                    closeCode,
                    closeReason,
                    closedBy,
                    ending);
        }
    }

    RecentClosings() {}

    /**
     * Notes one that has ended.
     *
     * @param exchange its exchange, with what has passed
     * @param ending a word of {@link TunnelEnding}
     */
    public void add(ExchangeView exchange, String ending) {
        TunnelView tunnel = exchange.tunnel();
        List<UpstreamTry> tries = exchange.upstreamTries();
        long number = noted.getAndIncrement();
        ring.set(
                (int) (number % KEPT),
                new Noted(
                        number,
                        exchange.nowMillis(),
                        exchange.clientAddress(),
                        exchange.route(),
                        exchange.upstreamName(),
                        tries.isEmpty() ? "" : tries.get(tries.size() - 1).address(),
                        tunnel.openMillis(),
                        tunnel.messagesIn(),
                        tunnel.messagesOut(),
                        tunnel.bytesIn(),
                        tunnel.bytesOut(),
                        tunnel.closeCode(),
                        tunnel.closeReason(),
                        tunnel.closedBy(),
                        ending));
    }

    /** Those that are kept, the newest first. One that is being noted at this moment may be missing. */
    public List<ClosedTunnel> view() {
        List<Noted> found = new ArrayList<>(KEPT);
        for (int i = 0; i < KEPT; i++) {
            Noted one = ring.get(i);
            if (one != null) {
                found.add(one);
            }
        }
        found.sort((a, b) -> Long.compare(b.number(), a.number()));
        return found.stream().map(Noted::view).toList();
    }
}

package io.sluice.api.status;

import io.sluice.api.exchange.TunnelView;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A tunnel that has ended. {@code In} is from the client, {@code Out} to it.
 *
 * @param at when it ended
 * @param client the client's address with its port
 * @param route the name of its route, as in {@link io.sluice.api.exchange.ExchangeView#route()}
 * @param upstream the upstream's name
 * @param endpoint the endpoint's address, as in {@link EndpointView#address()}
 * @param open how long it was open, in whole milliseconds
 * @param messagesIn whole messages from the client; 0 where frames are not followed
 * @param messagesOut whole messages to the client; 0 where frames are not followed
 * @param bytesIn bytes from the client, behind its request's head
 * @param bytesOut bytes from the endpoint, behind its 101
 * @param closeCode the code of the Close frame that came first, 1005 for one without a code; -1 without one
 * @param closeReason the reason in it; empty without one. It is the peer's, and may hold any character
 * @param closedBy who sent that frame, or ended the tunnel without one; null where that is not known
 * @param ending how it ended in one permanent word: {@code client-close}, {@code upstream-close}, {@code proxy-close}, or the
 *     name of an error kind
 */
public record ClosedTunnel(
        Instant at,
        String client,
        String route,
        String upstream,
        String endpoint,
        Duration open,
        long messagesIn,
        long messagesOut,
        long bytesIn,
        long bytesOut,
        int closeCode,
        String closeReason,
        TunnelView.Side closedBy,
        String ending) {
    /** Checks that nothing but {@code closedBy} is null. */
    public ClosedTunnel {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(upstream, "upstream");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(open, "open");
        Objects.requireNonNull(closeReason, "closeReason");
        Objects.requireNonNull(ending, "ending");
    }
}

package io.sluice.api.status;

import java.util.Map;
import java.util.Objects;

/**
 * An endpoint of an upstream at one moment. Counts are since the endpoint is known: one that went and came back begins anew.
 *
 * @param name the address as the configuration writes it, or the name that it was found by; several may share one
 * @param address the address that is connected to, {@code 10.0.0.1:8080} or {@code [2001:db8::1]:8080}
 * @param weight 1 or more
 * @param backup whether it is used only when no other can be
 * @param state whether it is used, and why not
 * @param activeExchanges requests in flight and open tunnels
 * @param tunnels open tunnels alone
 * @param idleConnections connections that are kept for further requests
 * @param chosen how often it was chosen for a try
 * @param failures tries that failed, as far as they count against it
 * @param lastFailure why such a try, or a check of its health, failed last; empty where none has
 * @param traffic what its tunnels have passed, and how they ended
 */
public record EndpointView(
        String name,
        String address,
        int weight,
        boolean backup,
        State state,
        int activeExchanges,
        int tunnels,
        int idleConnections,
        long chosen,
        long failures,
        String lastFailure,
        Traffic traffic) {

    /** Checks that nothing is null. */
    public EndpointView {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(lastFailure, "lastFailure");
        Objects.requireNonNull(traffic, "traffic");
    }

    /** An endpoint that has had no tunnel. */
    public EndpointView(
            String name,
            String address,
            int weight,
            boolean backup,
            State state,
            int activeExchanges,
            int tunnels,
            int idleConnections,
            long chosen,
            long failures,
            String lastFailure) {
        this(
                name,
                address,
                weight,
                backup,
                state,
                activeExchanges,
                tunnels,
                idleConnections,
                chosen,
                failures,
                lastFailure,
                Traffic.NONE);
    }

    /**
     * What the tunnels to an endpoint have passed, open ones included. {@code In} is from clients, {@code Out} to them.
     *
     * @param messagesIn whole messages of text or binary; none of blind tunnels
     * @param messagesOut the same the other way
     * @param bytesIn bytes behind the heads of requests
     * @param bytesOut bytes behind the 101s
     * @param closings how many ended, by the word for it ({@link ClosedTunnel#ending()})
     */
    public record Traffic(long messagesIn, long messagesOut, long bytesIn, long bytesOut, Map<String, Long> closings) {
        /** Of an endpoint that has had no tunnel. */
        public static final Traffic NONE = new Traffic(0, 0, 0, 0, Map.of());

        /** Copies the map. */
        public Traffic {
            closings = Map.copyOf(closings);
        }
    }

    /** How an endpoint stands. Where several hold, the one that comes last here is told. */
    public enum State {
        /** It is used. */
        UP("up"),
        /** It is used, but serves as many exchanges as it may. */
        FULL("full"),
        /** Tries at it failed too often: it is left alone for a while. */
        FAILING("failing"),
        /** A check of its health found it ill, or none has found it well yet. */
        UNHEALTHY("unhealthy"),
        /** It is marked so that only clients that are held to it come. */
        DRAINING("draining"),
        /** It is marked so that nobody comes. */
        DOWN("down");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** The permanent name, for pages. */
        public String text() {
            return text;
        }

        /** Whether an endpoint in this state gets requests, as far as it has room. */
        public boolean used() {
            return this == UP || this == FULL;
        }
    }
}

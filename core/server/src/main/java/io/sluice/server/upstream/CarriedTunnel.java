package io.sluice.server.upstream;

import java.time.Duration;

/** The tunnel that a connection to an endpoint carries, for the pool that may want its end. Confined to its worker. */
public interface CarriedTunnel {
    /** The name of the route that led to it. */
    String route();

    /** Ends it politely at some moment within this time. */
    void drain(Loss why, Duration window);

    /** Takes {@link #drain} for this loss back, where its moment has not come. */
    void keep(Loss why);

    /** Ends it politely now. */
    void close(Loss why);
}

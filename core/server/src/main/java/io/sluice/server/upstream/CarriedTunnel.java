package io.sluice.server.upstream;

import java.time.Duration;

/** The tunnel that a connection to an endpoint carries, for the pool that may want its end. Confined to its worker. */
public interface CarriedTunnel {
    /** The name of the route that led to it. */
    String route();

    /** Ends it politely at some moment within this time. */
    void drain(Duration window);

    /** Takes {@link #drain} back, where its moment has not come. */
    void keep();

    /** Ends it at once. */
    void close();
}

package io.sluice.api.status;

import io.sluice.api.exchange.ExchangeView;
import java.util.List;

/**
 * A page about the server.
 *
 * <p>Called on a thread beside the workers, on which all pages are made, one after the other: it may compute, but should not
 * block. Thread-safe, as streams are called on another one.
 */
public interface StatusEndpoint {
    /** Where the admin listener mounts it, such as {@code /stub_status}; a route mounts it at its own path. */
    String path();

    /** The page for these figures. */
    StatusResponse respond(StatusView status);

    /**
     * The same, for an endpoint that answers by what the request says, such as its Accept field. This one is called. Of the
     * view, what the client sent is fixed; what is told of an answer is not yet there.
     */
    default StatusResponse respond(StatusView status, ExchangeView request) {
        return respond(status);
    }

    /**
     * What belongs to this page and has paths of its own, such as its script, its style and its stream of events. The admin
     * listener mounts them beside it; on a route of another listener they are not there. Asked once.
     */
    default List<StatusEndpoint> parts() {
        return List.of();
    }
}

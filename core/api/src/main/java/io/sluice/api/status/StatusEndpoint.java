package io.sluice.api.status;

/**
 * A page about the server.
 *
 * <p>Called on worker threads, several at once: thread-safe, and it never blocks.
 */
public interface StatusEndpoint {
    /** Where the admin listener mounts it, such as {@code /stub_status}; a route mounts it at its own path. */
    String path();

    /** The page for these figures. */
    StatusResponse respond(StatusView status);
}

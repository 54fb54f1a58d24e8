package io.sluice.server.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What a host or a route says of its clients' connections otherwise than their listener. What is empty is as outside.
 *
 * @param body between two reads of a body (client_body_timeout)
 * @param send between two writes to the client (send_timeout)
 * @param keepalive for a next request to begin; zero closes after the response (keepalive_timeout)
 * @param keepaliveRequests requests after which a connection is closed (keepalive_requests)
 * @param serverTokens whether the Server field and error pages name the version (server_tokens)
 */
public record ClientConfig(
        Optional<Duration> body,
        Optional<Duration> send,
        Optional<Duration> keepalive,
        Optional<Integer> keepaliveRequests,
        Optional<Boolean> serverTokens) {
    /** Nothing is otherwise. */
    public static final ClientConfig NONE =
            new ClientConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static ClientConfig read(Block owner) {
        Block block = owner.block("client");
        Block timeouts = block.block("timeouts");
        return new ClientConfig(
                duration(timeouts, "body", ConfigLoader.SHORTEST),
                duration(timeouts, "send", ConfigLoader.SHORTEST),
                duration(timeouts, "keepalive", Duration.ZERO),
                block.has("keepalive-requests")
                        ? Optional.of(block.integer("keepalive-requests", 1, Integer.MAX_VALUE))
                        : Optional.empty(),
                block.has("server-tokens") ? Optional.of(block.bool("server-tokens")) : Optional.empty());
    }

    private static Optional<Duration> duration(Block block, String key, Duration least) {
        return block.has(key) ? Optional.of(block.duration(key, least, ConfigLoader.LONGEST)) : Optional.empty();
    }

    /** This, and what it does not say as {@code outer} says. */
    public ClientConfig orElse(ClientConfig outer) {
        return new ClientConfig(
                body.or(outer::body),
                send.or(outer::send),
                keepalive.or(outer::keepalive),
                keepaliveRequests.or(outer::keepaliveRequests),
                serverTokens.or(outer::serverTokens));
    }

    /** The listener's settings with these in place of its own. */
    public ListenerConfig over(ListenerConfig listener) {
        ListenerConfig.ClientTimeouts own = listener.timeouts();
        return new ListenerConfig(
                listener.name(),
                listener.bind(),
                listener.backlog(),
                listener.reusePort(),
                listener.tcpNoDelay(),
                listener.soKeepalive(),
                listener.limits(),
                listener.headRules(),
                new ListenerConfig.ClientTimeouts(
                        own.head(),
                        body.orElse(own.body()),
                        send.orElse(own.send()),
                        keepalive.orElse(own.keepalive())),
                keepaliveRequests.orElse(listener.keepaliveRequests()),
                serverTokens.orElse(listener.serverTokens()),
                listener.onRemoved(),
                listener.tls(),
                listener.place());
    }
}

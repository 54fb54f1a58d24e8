package io.sluice.server.config;

import java.time.Duration;

/**
 * TLS on a listener.
 *
 * @param parameters for hosts that have none of their own, and for clients that name no host
 * @param rejectUnknownNames whether a handshake for a name that no host has is refused (ssl_reject_handshake in the
 *     default server)
 * @param handshakeTimeout for the whole handshake
 */
public record ListenerTlsConfig(ServerTlsConfig parameters, boolean rejectUnknownNames, Duration handshakeTimeout) {}

package io.sluice.server.transport;

import javax.net.ssl.SSLSession;

/** What is known of a connection's TLS after its handshake. Confined to the connection's worker. */
public interface TlsSession {
    /** The engine's session. */
    SSLSession session();

    /** The name that was asked for by SNI, in lower case; empty where none was. */
    String serverName();

    /** What was agreed on by ALPN; empty for nothing. */
    String applicationProtocol();

    /** The cipher suites that the client offered; none at a connection that this side made. */
    Codes offeredSuites();

    /** The groups that the client offered; none where it did not say, and at a connection that this side made. */
    Codes offeredGroups();

    /** Whether an earlier session was taken up again. */
    boolean reused();

    /** What {@link TlsServer#choose} attached; null at a connection that this side made. */
    Object attachment();
}

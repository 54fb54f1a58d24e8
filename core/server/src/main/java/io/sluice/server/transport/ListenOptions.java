package io.sluice.server.transport;

import java.net.InetSocketAddress;

/**
 * How to listen.
 *
 * @param name the listener's name, for thread names and messages
 * @param bind the address; port 0 takes a free one
 * @param backlog length of the kernel's queue of connections not yet accepted, more than 0
 * @param reusePort whether several processes may bind the address
 * @param tcpNoDelay set on accepted connections
 * @param soKeepalive set on accepted connections
 * @param tls chooses how TLS is spoken; null for a listener without it
 * @param handshakeNanos how long a whole TLS handshake may take, more than 0
 */
public record ListenOptions(
        String name,
        InetSocketAddress bind,
        int backlog,
        boolean reusePort,
        boolean tcpNoDelay,
        boolean soKeepalive,
        TlsServer tls,
        long handshakeNanos) {}

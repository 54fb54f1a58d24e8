package io.sluice.server.transport;

import java.util.List;

/**
 * What a client says first, as far as it decides how it is served or is told of.
 *
 * @param serverName the host name it asks for (RFC 6066 section 3), in lower case, without a last dot; empty where it
 *     names none
 * @param applicationProtocols what it offers by ALPN (RFC 7301); empty where it offers nothing
 * @param cipherSuites what it offers, those that mean nothing (RFC 8701) among them
 * @param groups what it offers for the key exchange (RFC 8446 section 4.2.7); none where it does not say
 */
public record ClientHello(String serverName, List<String> applicationProtocols, Codes cipherSuites, Codes groups) {}

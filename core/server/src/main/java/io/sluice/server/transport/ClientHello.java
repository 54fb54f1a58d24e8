package io.sluice.server.transport;

import java.util.List;

/**
 * What a client says first, as far as it decides how it is served.
 *
 * @param serverName the host name it asks for (RFC 6066 section 3), in lower case, without a last dot; empty where it
 *     names none
 * @param applicationProtocols what it offers by ALPN (RFC 7301); empty where it offers nothing
 */
public record ClientHello(String serverName, List<String> applicationProtocols) {}

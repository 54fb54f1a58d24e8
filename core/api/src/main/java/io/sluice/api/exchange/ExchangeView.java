package io.sluice.api.exchange;

import io.sluice.api.headers.HeadersView;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A read-only view of one exchange: a request with its answer or tunnel.
 *
 * <p>Valid only during the call it is handed to, on the thread of that call. What is not known yet is null, zero or
 * empty, as each method says. The names in brackets are nginx's variables of the same meaning.
 */
public interface ExchangeView {
    /** The serial number of the client's connection [$connection], 1 for the first. */
    long connectionId();

    /** How many requests the client's connection has brought so far, this one included [$connection_requests]. */
    long connectionRequests();

    /** The client's address and port [$remote_addr, $remote_port]. */
    InetSocketAddress clientAddress();

    /** The address and port on which the client's connection was accepted [$server_addr, $server_port]. */
    InetSocketAddress localAddress();

    /** {@code http} or {@code https} [$scheme]. */
    String scheme();

    /** The TLS session of the client's connection; null where it has none. */
    default TlsView tls() {
        return null;
    }

    /** The request line as it was received, without its line end [$request]; empty when none could be read. */
    String requestLine();

    /** The method [$request_method]; empty when none could be read. */
    String method();

    /** Path and query exactly as received [$request_uri]; empty when none could be read. */
    String requestUri();

    /** The path alone, percent-decoded, with dot segments resolved and slashes merged [$uri]. */
    String path();

    /** The query as received, without its question mark [$args, $query_string]; null when the target has none. */
    String query();

    /** {@code HTTP/1.1} or {@code HTTP/1.0} [$server_protocol]; empty when none could be read. */
    String protocol();

    /** The request's header fields as received; empty when none could be read. */
    HeadersView requestHeaders();

    /** The host asked for, in lower case, without port; the server's name when the request names none [$host]. */
    String host();

    /** The first name of the host block that serves the request [$server_name]; empty when it has none. */
    String serverName();

    /**
     * The route that serves the request: the name of its host block, a space, and its path as the configuration writes it, as
     * in {@code site /ws/} or {@code site ~ \.php$}; empty before routing and where no route is found.
     */
    default String route() {
        return "";
    }

    /** 32 hexadecimal digits, unique to this exchange [$request_id]. */
    String requestId();

    /** Bytes of the request, head and body, read so far [$request_length]. */
    long requestLength();

    /** When the first byte of the request was read, in milliseconds since 1970 UTC. */
    long startedAtMillis();

    /** Milliseconds from the first byte of the request to this call [$request_time is this in seconds]. */
    long elapsedMillis();

    /** The wall clock now, in milliseconds since 1970 UTC [$msec, $time_local, $time_iso8601]. */
    long nowMillis();

    /** Whether the request asks for a WebSocket and its handshake is well formed. */
    boolean webSocket();

    /** The pool that the route names [$proxy_host]; empty before routing and when the route has none. */
    String upstreamName();

    /** How that pool is spoken to: {@code http} or {@code https} (nginx: the scheme of proxy_pass). */
    default String upstreamScheme() {
        return "http";
    }

    /** One entry for each attempt at an endpoint, in order; empty before the first. */
    List<UpstreamTry> upstreamTries();

    /** The header fields of the last endpoint's answer as received [$upstream_http_*]; empty before there is one. */
    HeadersView upstreamHeaders();

    /** The status sent to the client [$status]; 0 before it is known. */
    int status();

    /** The header fields sent to the client [$sent_http_*]; empty before they are known. */
    HeadersView responseHeaders();

    /** Bytes sent to the client, heads included [$bytes_sent]. */
    long bytesSent();

    /** Bytes sent to the client after the head [$body_bytes_sent]. */
    long bodyBytesSent();

    /** What has passed through its tunnel; null before the 101 and where there is none. */
    default TunnelView tunnel() {
        return null;
    }
}

package io.sluice.server.error;

/**
 * Every way an exchange can fail. The names are permanent: they stand in the log, in the metrics and in the manual, and
 * one that is given up is never used again.
 */
public enum ErrorKind {
    /** The client's TLS handshake did not come to its end: garbage, no common ground, a refused name, too slow. */
    TLS_HANDSHAKE_FAILED("tls-handshake-failed", Side.DOWNSTREAM, 400),
    /** Plain HTTP on a listener that speaks TLS (nginx's 497). */
    PLAIN_HTTP("plain-http", Side.DOWNSTREAM, 400),
    /** The client's certificate cannot be verified where it must be (nginx's 495). */
    CLIENT_CERTIFICATE_BAD("client-certificate-bad", Side.DOWNSTREAM, 400),
    /** The client showed no certificate where it must (nginx's 496). */
    CLIENT_CERTIFICATE_MISSING("client-certificate-missing", Side.DOWNSTREAM, 400),
    /** The request is for another host than its TLS was negotiated for, and that host wants certificates. */
    MISDIRECTED("misdirected", Side.DOWNSTREAM, 421),
    /** The request head breaks RFC 9112; also a bad Host or target. */
    BAD_REQUEST("bad-request", Side.DOWNSTREAM, 400),
    /** The request body's framing breaks RFC 9112, such as a chunk size that is no number. */
    BAD_REQUEST_BODY("bad-request-body", Side.DOWNSTREAM, 400),
    /** An upgrade that RFC 6455 forbids: not GET, version other than 13, bad key. */
    BAD_HANDSHAKE("bad-handshake", Side.DOWNSTREAM, 400),
    /** A WebSocket version other than 13: answered with 426 and the version that is supported. */
    UNSUPPORTED_VERSION("unsupported-version", Side.DOWNSTREAM, 426),
    /** An Upgrade to something else than a WebSocket where the route refuses that. */
    UPGRADE_REFUSED("upgrade-refused", Side.DOWNSTREAM, 400),
    /** No route matches. */
    NO_ROUTE("no-route", Side.PROXY, 404),
    /** A file that a route serves is not there, must not be read, or cannot be sent as was asked. */
    FILE_REFUSED("file-refused", Side.PROXY, 404),
    /** A file became shorter, or could no longer be read, while it was sent: the connection is cut. */
    FILE_TRUNCATED("file-truncated", Side.PROXY, 500),
    /** The method is not allowed, such as CONNECT or a POST to a status page. */
    METHOD_NOT_ALLOWED("method-not-allowed", Side.DOWNSTREAM, 405),
    /** The client was too slow with its head or body. */
    REQUEST_TIMEOUT("request-timeout", Side.DOWNSTREAM, 408),
    /** The body is larger than the route allows. */
    BODY_TOO_LARGE("body-too-large", Side.DOWNSTREAM, 413),
    /** The request line is longer than the listener allows. */
    URI_TOO_LONG("uri-too-long", Side.DOWNSTREAM, 414),
    /** A header line, their number or the whole head is more than the listener allows. */
    HEADERS_TOO_LARGE("headers-too-large", Side.DOWNSTREAM, 431),
    /** The client went away before it was answered; nginx logs such requests with status 499. */
    CLIENT_CLOSED("client-closed", Side.DOWNSTREAM, 499),
    /** The client stopped reading for longer than the send timeout. */
    CLIENT_STALLED("client-stalled", Side.DOWNSTREAM, 408),
    /** A fault of Sluice itself. */
    INTERNAL("internal", Side.PROXY, 500),
    /** A plugin threw. */
    PLUGIN_FAILURE("plugin-failure", Side.PROXY, 500),
    /** No endpoint of the pool could be used: all down, full or tried. */
    NO_ENDPOINT("no-endpoint", Side.UPSTREAM, 502),
    /** Commands have taken all endpoints of the pool out of use, be it down or draining: come again later. */
    ENDPOINTS_WITHDRAWN("endpoints-withdrawn", Side.UPSTREAM, 503),
    /** The endpoint refused the connection or could not be reached. */
    CONNECT_FAILED("connect-failed", Side.UPSTREAM, 502),
    /** The endpoint did not take the connection within the connect timeout. */
    CONNECT_TIMEOUT("connect-timeout", Side.UPSTREAM, 504),
    /** The TLS handshake with the endpoint failed, its certificate among the reasons. */
    UPSTREAM_TLS_FAILED("upstream-tls-failed", Side.UPSTREAM, 502),
    /** The endpoint closed the connection before its head was complete. */
    UPSTREAM_CLOSED("upstream-closed", Side.UPSTREAM, 502),
    /** The endpoint's head or body breaks RFC 9112. */
    BAD_RESPONSE("bad-response", Side.UPSTREAM, 502),
    /** The endpoint's 101 does not answer the client's handshake (RFC 6455 section 4.1). */
    BAD_UPGRADE_RESPONSE("bad-upgrade-response", Side.UPSTREAM, 502),
    /** The endpoint's body ended before its declared length. */
    UPSTREAM_TRUNCATED("upstream-truncated", Side.UPSTREAM, 502),
    /** The endpoint sent nothing for longer than the read timeout. */
    UPSTREAM_TIMEOUT("upstream-timeout", Side.UPSTREAM, 504),
    /** The endpoint took nothing for longer than the send timeout. */
    UPSTREAM_STALLED("upstream-stalled", Side.UPSTREAM, 504),
    /** A tunnel without traffic for longer than the read timeout. */
    TUNNEL_IDLE("tunnel-idle", Side.PROXY, 504),
    /** A side of a tunnel did not answer a Ping of the server's. */
    PING_TIMEOUT("ping-timeout", Side.PROXY, 504),
    /** A tunnel was ended because its endpoint is no longer used and the upstream's rules end such tunnels. */
    ENDPOINT_GONE("endpoint-gone", Side.PROXY, 502),
    /** A tunnel was ended because the server stops, or its listener or route is no longer there: each side was sent Close. */
    TUNNEL_DRAINED("tunnel-drained", Side.PROXY, 503),
    /** A tunnel was ended by command: each side was sent Close. */
    TUNNEL_CLOSED("tunnel-closed", Side.PROXY, 503),
    /** The server is stopping. */
    SHUTTING_DOWN("shutting-down", Side.PROXY, 503),
    /** A limit on connections was reached. */
    TOO_MANY_CONNECTIONS("too-many-connections", Side.PROXY, 503);

    /** Who caused it. */
    public enum Side {
        /** The client. */
        DOWNSTREAM,
        /** Sluice itself. */
        PROXY,
        /** The back end. */
        UPSTREAM
    }

    private final String id;
    private final Side side;
    private final int status;

    ErrorKind(String id, Side side, int status) {
        this.id = id;
        this.side = side;
        this.status = status;
    }

    /** The permanent name. */
    public String id() {
        return id;
    }

    /** Who caused it. */
    public Side side() {
        return side;
    }

    /** The HTTP status the client is sent, or that is logged where it can no longer be sent. */
    public int status() {
        return status;
    }
}

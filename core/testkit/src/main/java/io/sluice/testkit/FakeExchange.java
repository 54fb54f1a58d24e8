package io.sluice.testkit;

import io.sluice.api.accesslog.AccessLogEntry;
import io.sluice.api.exchange.TunnelView;
import io.sluice.api.exchange.UpstreamTry;
import io.sluice.api.headers.HeadersView;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An exchange with whatever a test wants. Left alone it is the first request of the first connection, {@code GET /} over
 * HTTP/1.1 for {@code example.com} from 192.0.2.1:50000 to 192.0.2.254:80, read at 2026-01-01T00:00:00Z and not answered
 * yet; its outcome is {@code ok}.
 *
 * <p>Each setter has the name of what it sets and returns this object. Not thread-safe.
 */
public final class FakeExchange implements AccessLogEntry {
    private long connectionId = 1;
    private long connectionRequests = 1;
    private InetSocketAddress clientAddress = Addresses.of("192.0.2.1", 50000);
    private InetSocketAddress localAddress = Addresses.of("192.0.2.254", 80);
    private String scheme = "http";
    private String requestLine;
    private String method = "GET";
    private String requestUri = "/";
    private String path = "/";
    private String query;
    private String protocol = "HTTP/1.1";
    private final FakeHeaders requestHeaders = FakeHeaders.of("Host: example.com");
    private String host = "example.com";
    private String serverName = "example.com";
    private String requestId = "0123456789abcdef0123456789abcdef";
    private long requestLength;
    private Instant startedAt = Instant.parse("2026-01-01T00:00:00Z");
    private Duration elapsed = Duration.ZERO;
    private boolean webSocket;
    private String upstreamName = "";
    private String upstreamScheme = "http";
    private final List<UpstreamTry> upstreamTries = new ArrayList<>();
    private FakeHeaders upstreamHeaders = new FakeHeaders();
    private int status;
    private FakeHeaders responseHeaders = new FakeHeaders();
    private long bytesSent;
    private long bodyBytesSent;
    private String outcome = "ok";
    private Event event = Event.REQUEST;
    private TunnelView tunnel;

    /** A GET for this target. */
    public static FakeExchange get(String target) {
        return new FakeExchange().target(target);
    }

    /** A well-formed handshake for a WebSocket at this target. */
    public static FakeExchange upgrade(String target) {
        return get(target)
                .requestHeader("Connection", "Upgrade")
                .requestHeader("Upgrade", "websocket")
                .requestHeader("Sec-WebSocket-Version", "13")
                .requestHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .webSocket(true);
    }

    /** Sets the serial number of the connection and how many requests it has brought, this one included. */
    public FakeExchange connection(long id, long requests) {
        connectionId = id;
        connectionRequests = requests;
        return this;
    }

    /** Sets the client's address, an IPv4 or IPv6 address in text. The port stays. */
    public FakeExchange client(String address) {
        return client(address, clientAddress.getPort());
    }

    /** Sets the client's address and port. */
    public FakeExchange client(String address, int port) {
        clientAddress = Addresses.of(address, port);
        return this;
    }

    /** Sets the address and port on which the connection was accepted. */
    public FakeExchange local(String address, int port) {
        localAddress = Addresses.of(address, port);
        return this;
    }

    /** Sets {@code http} or {@code https}. */
    public FakeExchange scheme(String value) {
        scheme = value;
        return this;
    }

    /** Sets the request line; without this call it is made of method, target and protocol. */
    public FakeExchange requestLine(String value) {
        requestLine = value;
        return this;
    }

    /** Sets the method. */
    public FakeExchange method(String value) {
        method = value;
        return this;
    }

    /** Sets the target as received: with it the query, and the path as it is written, without decoding. */
    public FakeExchange target(String value) {
        requestUri = value;
        int mark = value.indexOf('?');
        path = mark < 0 ? value : value.substring(0, mark);
        query = mark < 0 ? null : value.substring(mark + 1);
        return this;
    }

    /** Sets the decoded path. */
    public FakeExchange path(String value) {
        path = value;
        return this;
    }

    /** Sets the protocol. */
    public FakeExchange protocol(String value) {
        protocol = value;
        return this;
    }

    /** Appends a field to the request. */
    public FakeExchange requestHeader(String name, String value) {
        requestHeaders.received(name, value);
        return this;
    }

    /** Sets the host asked for, and the Host field. */
    public FakeExchange host(String value) {
        host = value;
        requestHeaders.set("Host", value);
        return this;
    }

    /** Sets the first name of the host block. */
    public FakeExchange serverName(String value) {
        serverName = value;
        return this;
    }

    /** Sets the request's id, 32 hexadecimal digits. */
    public FakeExchange requestId(String value) {
        requestId = value;
        return this;
    }

    /** Sets the bytes of the request. */
    public FakeExchange requestLength(long bytes) {
        requestLength = bytes;
        return this;
    }

    /** Sets when the request began, and how long ago that is. */
    public FakeExchange time(Instant started, Duration sinceThen) {
        startedAt = started;
        elapsed = sinceThen;
        return this;
    }

    /** Sets whether this is a WebSocket; {@link #upgrade} sets its header fields as well. */
    public FakeExchange webSocket(boolean value) {
        webSocket = value;
        return this;
    }

    /** Sets the name of the pool. */
    public FakeExchange upstreamName(String value) {
        upstreamName = value;
        return this;
    }

    /** Sets how the pool is spoken to. */
    public FakeExchange upstreamScheme(String value) {
        upstreamScheme = value;
        return this;
    }

    /** Appends an attempt at an endpoint. */
    public FakeExchange tried(UpstreamTry attempt) {
        upstreamTries.add(attempt);
        return this;
    }

    /** Sets the header fields of the endpoint's answer, each {@code Name: value}. */
    public FakeExchange upstreamAnswered(String... headerLines) {
        upstreamHeaders = FakeHeaders.of(headerLines);
        return this;
    }

    /** Sets the answer's status and its header fields, each {@code Name: value}. */
    public FakeExchange answered(int value, String... headerLines) {
        status = value;
        responseHeaders = FakeHeaders.of(headerLines);
        return this;
    }

    /** Sets the bytes sent to the client. */
    public FakeExchange sent(long headBytes, long bodyBytes) {
        bytesSent = headBytes + bodyBytes;
        bodyBytesSent = bodyBytes;
        return this;
    }

    /** Sets how the exchange ended. */
    public FakeExchange outcome(String value) {
        outcome = value;
        return this;
    }

    /** Sets what the line in the access log is about. */
    public FakeExchange event(Event value) {
        event = value;
        return this;
    }

    /** Sets what has passed through its tunnel; {@link FakeTunnel} is one. */
    public FakeExchange tunnel(TunnelView value) {
        tunnel = value;
        return this;
    }

    @Override
    public Event event() {
        return event;
    }

    @Override
    public TunnelView tunnel() {
        return tunnel;
    }

    @Override
    public long connectionId() {
        return connectionId;
    }

    @Override
    public long connectionRequests() {
        return connectionRequests;
    }

    @Override
    public InetSocketAddress clientAddress() {
        return clientAddress;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public String requestLine() {
        return requestLine == null ? method + " " + requestUri + " " + protocol : requestLine;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String requestUri() {
        return requestUri;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public HeadersView requestHeaders() {
        return requestHeaders;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public String serverName() {
        return serverName;
    }

    @Override
    public String requestId() {
        return requestId;
    }

    @Override
    public long requestLength() {
        return requestLength;
    }

    @Override
    public long startedAtMillis() {
        return startedAt.toEpochMilli();
    }

    @Override
    public long elapsedMillis() {
        return elapsed.toMillis();
    }

    @Override
    public long nowMillis() {
        return startedAt.plus(elapsed).toEpochMilli();
    }

    @Override
    public boolean webSocket() {
        return webSocket;
    }

    @Override
    public String upstreamName() {
        return upstreamName;
    }

    @Override
    public String upstreamScheme() {
        return upstreamScheme;
    }

    @Override
    public List<UpstreamTry> upstreamTries() {
        return List.copyOf(upstreamTries);
    }

    @Override
    public HeadersView upstreamHeaders() {
        return upstreamHeaders;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public HeadersView responseHeaders() {
        return responseHeaders;
    }

    @Override
    public long bytesSent() {
        return bytesSent;
    }

    @Override
    public long bodyBytesSent() {
        return bodyBytesSent;
    }

    @Override
    public String outcome() {
        return outcome;
    }
}

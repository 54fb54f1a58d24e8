package io.sluice.server.exchange;

import io.sluice.api.accesslog.AccessLogEntry;
import io.sluice.api.exchange.TlsView;
import io.sluice.api.exchange.TunnelView;
import io.sluice.api.exchange.UpstreamTry;
import io.sluice.api.headers.HeadersView;
import io.sluice.server.http.BodyFraming;
import io.sluice.server.http.Fields;
import io.sluice.server.http.RequestHead;
import io.sluice.server.transport.Worker;
import io.sluice.server.upstream.Tries;
import io.sluice.server.variable.Assigning;
import io.sluice.server.variable.Assignments;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What is known of an exchange, for variables, plugins and the log. Written by the exchange as it goes. */
final class ExchangeRecord implements AccessLogEntry, Assigning {
    private final ClientSlot slot;
    private final RequestHead head;
    private final String partialRequestLine;
    private final long startedAtMillis;
    private final long startedNanos;
    private final long writtenBefore;
    private final long number;

    final Tries tries = new Tries();
    String serverName = "";

    /** Whether the host that was asked for is refused; what is shown in its place is the handshake's, as in nginx. */
    boolean misdirected;

    String route = "";
    String upstreamName = "";
    String upstreamScheme = "http";
    boolean webSocket;
    long requestBody;
    int status;
    HeadersView responseHeaders = HeadersView.EMPTY;
    HeadersView upstreamHeaders = HeadersView.EMPTY;
    long headBytes;
    String outcome = "ok";
    Event event = Event.REQUEST;
    /** The status of an error whose place another answer takes; 0 where the answer's own counts. */
    int errorStatus;

    /** What a back end wants of a client whose request it answered with 401 where that is replaced; null for nothing. */
    String challenge;

    /** What passes since a 101; null where there was none. */
    TunnelView tunnel;

    private String requestId;
    private Assignments assignments;
    private boolean redirected;
    private String path;
    private String query;

    /**
     * A record that begins.
     *
     * @param head null when none could be read; then {@code partialRequestLine} is what was
     * @param startedNanos when its first byte was read, in the worker's time
     */
    ExchangeRecord(ClientSlot slot, RequestHead head, String partialRequestLine, long startedNanos) {
        this.slot = slot;
        this.head = head;
        this.partialRequestLine = partialRequestLine;
        this.startedNanos = startedNanos;
        this.startedAtMillis =
                System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(worker().now() - startedNanos);
        this.writtenBefore = slot.connection().bytesWritten();
        this.number = slot.requests();
    }

    @Override
    public long connectionId() {
        return slot.number();
    }

    @Override
    public long connectionRequests() {
        return number;
    }

    @Override
    public InetSocketAddress clientAddress() {
        return slot.connection().remoteAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return slot.localAddress();
    }

    @Override
    public String scheme() {
        return tls() == null ? "http" : "https";
    }

    @Override
    public TlsView tls() {
        return slot.tls();
    }

    @Override
    public String requestLine() {
        return head == null ? partialRequestLine : head.requestLine();
    }

    @Override
    public String method() {
        if (head == null) {
            return "";
        }
        return redirected && !head.method().equals("HEAD") ? "GET" : head.method();
    }

    @Override
    public String requestUri() {
        return head == null ? "" : head.originForm();
    }

    @Override
    public String path() {
        if (redirected) {
            return path;
        }
        return head == null ? "" : head.parsed().path();
    }

    @Override
    public String query() {
        if (redirected) {
            return query;
        }
        return head == null ? null : head.parsed().query();
    }

    @Override
    public String protocol() {
        return head == null ? "" : head.protocol();
    }

    @Override
    public HeadersView requestHeaders() {
        return head == null ? HeadersView.EMPTY : head.fields();
    }

    @Override
    public String host() {
        return misdirected || head == null || head.host() == null ? serverName : head.host();
    }

    @Override
    public String serverName() {
        return serverName;
    }

    @Override
    public String route() {
        return route;
    }

    @Override
    public String requestId() {
        if (requestId == null) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            HexFormat hex = HexFormat.of();
            requestId = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
        }
        return requestId;
    }

    @Override
    public long requestLength() {
        return (head == null ? partialRequestLine.length() : head.byteLength()) + requestBody;
    }

    @Override
    public long startedAtMillis() {
        return startedAtMillis;
    }

    @Override
    public long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(worker().now() - startedNanos);
    }

    @Override
    public long nowMillis() {
        return System.currentTimeMillis();
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
        return tries.view(worker().now());
    }

    /** From now on this is kept for as long as a tunnel is open: the heads take no more room than they need. */
    void trim() {
        trim(requestHeaders());
        trim(upstreamHeaders);
        trim(responseHeaders);
    }

    private static void trim(HeadersView headers) {
        if (headers instanceof Fields fields) {
            fields.trim();
        }
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
        return slot.connection().bytesWritten() - writtenBefore;
    }

    @Override
    public long bodyBytesSent() {
        return Math.max(0, bytesSent() - headBytes);
    }

    @Override
    public TunnelView tunnel() {
        return tunnel;
    }

    @Override
    public Assignments assignments() {
        if (assignments == null) {
            assignments = new Assignments();
        }
        return assignments;
    }

    /** Another path, perhaps a query, and GET in place of what was asked for. */
    void redirect(String toPath, String toQuery) {
        redirected = true;
        path = toPath;
        query = toQuery;
    }

    /** The bytes of the body that the request announces; none where an error page has taken its place. */
    long announcedBody() {
        return head == null || redirected
                ? 0
                : Math.max(0, BodyFraming.forRequest(head).contentLength());
    }

    /** Whether the path is another than the one that was asked for. */
    boolean redirected() {
        return redirected;
    }

    Worker worker() {
        return slot.connection().worker();
    }

    /** When the first byte was read, in the worker's time. */
    long startedNanos() {
        return startedNanos;
    }

    @Override
    public Event event() {
        return event;
    }

    @Override
    public String outcome() {
        return outcome;
    }
}

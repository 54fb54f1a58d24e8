package io.sluice.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The server's own short answers, in the shape of nginx's: the same fields in the same order, the same page. Thread-safe.
 */
public final class ErrorPage {
    private static final int FIRST = 300;
    private static final int LAST = 599;

    private final String server;
    private final HttpDate date;
    private final AtomicReferenceArray<byte[]> pages = new AtomicReferenceArray<>(LAST + 1);

    /**
     * Pages signed by {@code server}, as is the Server field.
     *
     * @param server {@code sluice}, or {@code sluice/1.2.3} where versions are shown, as nginx's server_tokens does
     */
    public ErrorPage(String server, HttpDate date) {
        this.server = server;
        this.date = date;
    }

    /**
     * The fields of an answer with {@link #body}: Server, Date, Content-Type, Content-Length and Connection.
     *
     * @param status 300 to 599
     */
    public Fields fields(int status, boolean keepAlive) {
        Fields fields = new Fields();
        fields.add("Server", server);
        fields.add("Date", date.now());
        fields.add("Content-Type", "text/html");
        fields.add("Content-Length", Integer.toString(page(status).length));
        fields.add("Connection", keepAlive ? "keep-alive" : "close");
        return fields;
    }

    /**
     * The page for a status, for reading only. In answer to HEAD the fields are sent without it.
     *
     * @param status 300 to 599
     */
    public ByteBuffer body(int status) {
        return ByteBuffer.wrap(page(status)).asReadOnlyBuffer();
    }

    /** The fields of an answer with {@link #body(int, String)}, after which the connection is closed. */
    public Fields fields(int status, String detail) {
        Fields fields = fields(status, false);
        fields.set("Content-Length", Integer.toString(render(status, detail).length));
        return fields;
    }

    /**
     * The page for a status of which nginx knows several cases.
     *
     * @param detail which one, in nginx's words
     */
    public ByteBuffer body(int status, String detail) {
        return ByteBuffer.wrap(render(status, detail));
    }

    private byte[] page(int status) {
        if (status < FIRST || status > LAST) {
            throw new IllegalArgumentException("status " + status + ", expected " + FIRST + " to " + LAST);
        }
        byte[] page = pages.get(status);
        if (page == null) {
            page = render(status);
            pages.set(status, page);
        }
        return page;
    }

    private byte[] render(int status) {
        return render(status, "");
    }

    private byte[] render(int status, String detail) {
        String phrase = status == 302 ? "Found" : Reasons.of(status); // nginx's own page differs from its status line
        String heading = (status + " " + phrase).strip();
        String title = detail.isEmpty() ? heading : status + " " + detail;
        String line = detail.isEmpty() ? "" : "<center>" + detail + "</center>\r\n";
        String page = "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + heading
                + "</h1></center>\r\n" + line + "<hr><center>" + server + "</center>\r\n</body>\r\n</html>\r\n";
        return page.getBytes(StandardCharsets.US_ASCII);
    }
}

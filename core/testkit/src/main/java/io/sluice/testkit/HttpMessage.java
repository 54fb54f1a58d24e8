package io.sluice.testkit;

import io.sluice.api.headers.HeadersView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** One HTTP/1.x message as it came: parsed for the test's convenience, and its bytes as they were. Immutable. */
public final class HttpMessage {
    private final String startLine;
    private final FakeHeaders headers;
    private final byte[] rawHead;
    private final byte[] body;
    private final byte[] rawBody;
    private final List<String> trailers;

    private HttpMessage(
            String startLine, FakeHeaders headers, byte[] rawHead, byte[] body, byte[] rawBody, List<String> trailers) {
        this.startLine = startLine;
        this.headers = headers;
        this.rawHead = rawHead;
        this.body = body;
        this.rawBody = rawBody;
        this.trailers = trailers;
    }

    /** A head, ended by an empty line, with no body yet. */
    static HttpMessage ofHead(byte[] rawHead) {
        String[] lines = new String(rawHead, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        FakeHeaders headers = new FakeHeaders();
        for (int i = 1; i < lines.length - 2; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 0) {
                throw new AssertionError("header line without a colon: " + lines[i]);
            }
            headers.received(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        return new HttpMessage(lines[0], headers, rawHead, new byte[0], new byte[0], List.of());
    }

    HttpMessage withBody(byte[] decoded, byte[] raw, List<String> trailerLines) {
        return new HttpMessage(startLine, headers, rawHead, decoded, raw, trailerLines);
    }

    /** The request line or status line. */
    public String startLine() {
        return startLine;
    }

    /** A response's status. */
    public int status() {
        return Integer.parseInt(startLine.split(" ", 3)[1]);
    }

    /** A request's method. */
    public String method() {
        return startLine.split(" ", 3)[0];
    }

    /** A request's target. */
    public String target() {
        return startLine.split(" ", 3)[1];
    }

    /** The header fields. */
    public HeadersView headers() {
        return headers;
    }

    /** The first field of this name, or null. */
    public String header(String name) {
        return headers.first(name);
    }

    /** Each header line as {@code Name: value}, in order. */
    public List<String> headerLines() {
        return headers.lines();
    }

    /** The body after its transfer coding was taken off. */
    public byte[] body() {
        return body.clone();
    }

    /** The body as ISO-8859-1. */
    public String bodyText() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    /** Each trailer line, in order. */
    public List<String> trailers() {
        return trailers;
    }

    /** Start line and header lines exactly as they came, with the empty line. */
    public String rawHead() {
        return new String(rawHead, StandardCharsets.ISO_8859_1);
    }

    /** The body exactly as it came, chunk sizes and trailers included. */
    public String rawBody() {
        return new String(rawBody, StandardCharsets.ISO_8859_1);
    }

    boolean isChunked() {
        String coding = header("Transfer-Encoding");
        return coding != null && coding.toLowerCase(Locale.ROOT).endsWith("chunked");
    }

    long contentLength() {
        String length = header("Content-Length");
        return length == null ? -1 : Long.parseLong(length);
    }

    @Override
    public String toString() {
        return rawHead() + bodyText();
    }
}

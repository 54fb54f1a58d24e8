package io.sluice.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads messages off a wire by the framing of RFC 9112 section 6. Strict: what breaks the framing fails the test. */
final class HttpReader {
    private HttpReader() {}

    static HttpMessage readHead(Wire wire) throws IOException {
        return HttpMessage.ofHead(wire.readThrough("\r\n\r\n"));
    }

    static HttpMessage readResponse(Wire wire, String method) throws IOException {
        HttpMessage head = readHead(wire);
        int status = head.status();
        boolean bare = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        if (bare) {
            return head;
        }
        if (!head.isChunked() && head.contentLength() < 0) {
            byte[] body = wire.readToEnd();
            return head.withBody(body, body, List.of());
        }
        return readBody(wire, head);
    }

    static HttpMessage readRequest(Wire wire) throws IOException {
        return readBody(wire, readHead(wire));
    }

    /** Reads the body that Content-Length or chunks announce; without either there is none. */
    static HttpMessage readBody(Wire wire, HttpMessage head) throws IOException {
        if (head.isChunked()) {
            ByteArrayOutputStream decoded = new ByteArrayOutputStream();
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            List<String> trailers = copyChunks(wire, decoded, raw);
            return head.withBody(decoded.toByteArray(), raw.toByteArray(), trailers);
        }
        byte[] body = wire.readExactly(Math.toIntExact(Math.max(0, head.contentLength())));
        return head.withBody(body, body, List.of());
    }

    /** Reads chunks to the last, with trailers, into two sinks: what they carry, and all bytes as they came. */
    static List<String> copyChunks(Wire wire, OutputStream decoded, OutputStream raw) throws IOException {
        while (true) {
            byte[] line = wire.readThrough("\r\n");
            raw.write(line);
            String size = new String(line, StandardCharsets.ISO_8859_1)
                    .strip()
                    .split(";", 2)[0]
                    .strip();
            long left = Long.parseLong(size, 16);
            if (left == 0) {
                return readTrailers(wire, raw);
            }
            wire.copyExactly(left, new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    decoded.write(b);
                    raw.write(b);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    decoded.write(bytes, offset, length);
                    raw.write(bytes, offset, length);
                }
            });
            byte[] lineEnd = wire.readExactly(2);
            raw.write(lineEnd);
            if (lineEnd[0] != '\r' || lineEnd[1] != '\n') {
                throw new AssertionError("no CRLF after a chunk of " + size + " (hexadecimal) bytes");
            }
        }
    }

    private static List<String> readTrailers(Wire wire, OutputStream raw) throws IOException {
        List<String> trailers = new ArrayList<>();
        while (true) {
            byte[] line = wire.readThrough("\r\n");
            raw.write(line);
            if (line.length == 2) {
                return trailers;
            }
            trailers.add(new String(line, 0, line.length - 2, StandardCharsets.ISO_8859_1));
        }
    }
}

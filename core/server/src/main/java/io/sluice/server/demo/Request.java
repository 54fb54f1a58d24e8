package io.sluice.server.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The head of one request.
 *
 * @param method the method
 * @param target the target as it arrived
 * @param fields the header fields, names in lower case; the values of a repeated one are joined by a comma
 * @param head all lines as they arrived, without the empty one at the end
 */
record Request(String method, String target, Map<String, String> fields, String head) {
    private static final int MAX_HEAD = 32 * 1024;

    /**
     * Reads a head.
     *
     * @return null where the stream ends before its first byte
     * @throws IOException when it is too large, not well formed or cut short
     */
    static Request read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int end = 0; end < 4; ) {
            int next = in.read();
            if (next < 0) {
                if (bytes.size() == 0) {
                    return null;
                }
                throw new ProtocolException("the head ends early");
            }
            if (bytes.size() == MAX_HEAD) {
                throw new ProtocolException("the head is larger than " + MAX_HEAD + " bytes");
            }
            bytes.write(next);
            end = next == "\r\n\r\n".charAt(end) ? end + 1 : next == '\r' ? 1 : 0;
        }
        return parse(bytes.toString(ISO_8859_1).strip());
    }

    /** The value of a field, or an empty text. */
    String field(String lowerCaseName) {
        return fields.getOrDefault(lowerCaseName, "");
    }

    /** Whether it is the opening handshake of a WebSocket (RFC 6455 section 4.2.1). */
    boolean asksForWebSocket() {
        return method.equals("GET")
                && field("upgrade").equalsIgnoreCase("websocket")
                && field("connection").toLowerCase(Locale.ROOT).contains("upgrade")
                && field("sec-websocket-version").equals("13")
                && !field("sec-websocket-key").isEmpty();
    }

    private static Request parse(String head) throws IOException {
        String[] lines = head.split("\r\n", -1);
        String[] first = lines[0].split(" ", -1);
        if (first.length != 3) {
            throw new ProtocolException("not a request line: " + lines[0]);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("not a header line: " + lines[i]);
            }
            fields.merge(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        return new Request(first[0], first[1], fields, head);
    }
}

package io.sluice.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.bench.wire.Handshake;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What is asked for: each time over HTTP, once on each connection for a WebSocket. Immutable. */
public final class Request {
    private final Target target;
    private final String method;
    private final List<String> fields;
    private final byte[] body;
    private final String subprotocols;

    /**
     * A request.
     *
     * @param method of HTTP
     * @param fields lines of the head that the user gives, {@code Name: value}; they replace ours of the same name
     * @param body of HTTP; null for none
     * @param subprotocols offered for a WebSocket, with commas; empty for none
     */
    public Request(Target target, String method, List<String> fields, byte[] body, String subprotocols) {
        this.target = target;
        this.method = method;
        this.fields = List.copyOf(fields);
        this.body = body == null ? null : body.clone();
        this.subprotocols = subprotocols;
    }

    /** The method of HTTP. */
    public String method() {
        return method;
    }

    /** How long the body is; 0 where there is none. */
    public int bodyBytes() {
        return body == null ? 0 : body.length;
    }

    String subprotocols() {
        return subprotocols;
    }

    /** A request of HTTP, head and body. */
    byte[] bytes(boolean lastOne) {
        StringBuilder head = start(method);
        if (body != null) {
            add(head, "Content-Length: " + body.length);
        }
        if (lastOne) {
            add(head, "Connection: close");
        }
        byte[] start = end(head);
        if (body == null) {
            return start;
        }
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    /** A handshake with this key (RFC 6455, section 4.1). */
    byte[] upgrade(String key) {
        StringBuilder head = start("GET");
        add(head, "Upgrade: websocket");
        add(head, "Connection: Upgrade");
        add(head, "Sec-WebSocket-Version: 13");
        add(head, "Sec-WebSocket-Key: " + key);
        if (!subprotocols.isEmpty()) {
            add(head, "Sec-WebSocket-Protocol: " + subprotocols);
        }
        return end(head);
    }

    static String newKey(SplittableRandom random) {
        return Handshake.key(random);
    }

    private StringBuilder start(String word) {
        StringBuilder head = new StringBuilder(word + " " + target.path() + " HTTP/1.1\r\n");
        add(head, "Host: " + target.authority());
        add(head, "User-Agent: sluice-bench");
        return head;
    }

    private void add(StringBuilder head, String line) {
        String name = line.substring(0, line.indexOf(':') + 1);
        if (fields.stream().noneMatch(field -> field.regionMatches(true, 0, name, 0, name.length()))) {
            head.append(line).append("\r\n");
        }
    }

    private byte[] end(StringBuilder head) {
        fields.forEach(field -> head.append(field).append("\r\n"));
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }
}

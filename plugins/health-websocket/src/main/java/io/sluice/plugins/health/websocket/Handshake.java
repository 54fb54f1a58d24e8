package io.sluice.plugins.health.websocket;

import io.sluice.api.health.AnswerHead;
import io.sluice.api.health.ProbeFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The client's side of one opening handshake (RFC 6455 section 4.1). Immutable. */
final class Handshake {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private final String key;
    private final List<String> protocols;

    Handshake(String key, List<String> protocols) {
        this.key = key;
        this.protocols = protocols;
    }

    /** With a key of its own. */
    static Handshake fresh(List<String> protocols) {
        return new Handshake(Base64.getEncoder().encodeToString(Chance.bytes(KEY_BYTES)), protocols);
    }

    /** The lines that make a request a handshake. */
    String[] lines() {
        List<String> lines = new ArrayList<>(List.of(
                "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: " + key, "Sec-WebSocket-Version: 13"));
        if (!protocols.isEmpty()) {
            lines.add("Sec-WebSocket-Protocol: " + String.join(", ", protocols));
        }
        return lines.toArray(String[]::new);
    }

    /**
     * Checks the answer, all that RFC 6455 section 4.1 wants of it.
     *
     * @throws ProbeFailure it does not open a WebSocket
     */
    void check(AnswerHead head) throws ProbeFailure {
        if (head.status() != 101) {
            throw new ProbeFailure("the handshake is answered with " + head.status() + " (expected: 101)");
        }
        if (!head.only("Upgrade").orElse("").equalsIgnoreCase("websocket")) {
            throw wrong(head, "Upgrade", "websocket");
        }
        if (!head.lists("Connection", "upgrade")) {
            throw wrong(head, "Connection", "Upgrade");
        }
        if (!head.only("Sec-WebSocket-Accept").orElse("").equals(accept())) {
            throw wrong(head, "Sec-WebSocket-Accept", accept());
        }
        if (!head.values("Sec-WebSocket-Extensions").isEmpty()) {
            throw wrong(head, "Sec-WebSocket-Extensions", "none: none was offered");
        }
        List<String> chosen = head.values("Sec-WebSocket-Protocol");
        if (protocols.isEmpty() ? !chosen.isEmpty() : chosen.size() != 1 || !protocols.contains(chosen.get(0))) {
            throw wrong(
                    head,
                    "Sec-WebSocket-Protocol",
                    protocols.isEmpty() ? "none: none was offered" : "one of " + String.join(", ", protocols));
        }
    }

    private static ProbeFailure wrong(AnswerHead head, String name, String expected) {
        List<String> found = head.values(name);
        return new ProbeFailure("the answer to the handshake has "
                + (found.isEmpty() ? "no " + name : name + ": " + String.join(", ", found)) + " (expected: " + expected
                + ")");
    }

    private String accept() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}

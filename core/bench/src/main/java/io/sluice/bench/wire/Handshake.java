package io.sluice.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.SplittableRandom;

/** The opening handshake of a WebSocket, as its client sees it (RFC 6455, section 4.1). */
public final class Handshake {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private Handshake() {}

    /** A new key for the field Sec-WebSocket-Key. */
    public static String key(SplittableRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** What the server answers to it in Sec-WebSocket-Accept. */
    public static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /**
     * What is wrong with an answer of status 101; null if nothing is.
     *
     * @param key what was sent
     * @param subprotocols those that were offered, with commas; empty for none
     */
    public static String problem(AnswerReader answer, String key, String subprotocols) {
        String upgrade = answer.field("Upgrade");
        if (!"websocket".equalsIgnoreCase(upgrade)) {
            return "Upgrade: " + upgrade + " (expected: websocket)";
        }
        String connection = answer.field("Connection");
        if (connection == null || !connection.toLowerCase(Locale.ROOT).contains("upgrade")) {
            return "Connection: " + connection + " (expected: Upgrade)";
        }
        String accept = answer.field("Sec-WebSocket-Accept");
        if (!accept(key).equals(accept)) {
            return "Sec-WebSocket-Accept: " + accept + " (expected: " + accept(key) + ")";
        }
        if (answer.field("Sec-WebSocket-Extensions") != null) {
            return "Sec-WebSocket-Extensions: " + answer.field("Sec-WebSocket-Extensions") + " (none was offered)";
        }
        String chosen = answer.field("Sec-WebSocket-Protocol");
        if (chosen != null && !("," + subprotocols.replace(" ", "") + ",").contains("," + chosen + ",")) {
            return "Sec-WebSocket-Protocol: " + chosen + " (offered: "
                    + (subprotocols.isEmpty() ? "none" : subprotocols) + ")";
        }
        return null;
    }
}

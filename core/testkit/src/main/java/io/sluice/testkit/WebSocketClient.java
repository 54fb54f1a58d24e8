package io.sluice.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Opens WebSockets (RFC 6455 section 4.1), with header lines as one likes. */
public final class WebSocketClient {
    private WebSocketClient() {}

    /** Connects, shakes hands and checks the answer; a refusal fails the test. */
    public static WebSocketPeer open(InetSocketAddress server, String target, String... headerLines)
            throws IOException {
        return open(RawClient.connect(server), target, new byte[0], headerLines);
    }

    /**
     * Shakes hands on a connection.
     *
     * @param early bytes sent in one piece with the request, before it is answered
     */
    public static WebSocketPeer open(RawClient client, String target, byte[] early, String... headerLines)
            throws IOException {
        String key = newKey();
        byte[] head = request(target, key, headerLines).getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(head, head.length + early.length);
        System.arraycopy(early, 0, all, head.length, early.length);
        client.send(all);
        HttpMessage answer = client.readHead();
        if (answer.status() != 101 || !accept(key).equals(answer.header("Sec-WebSocket-Accept"))) {
            throw new AssertionError("the handshake was refused: " + answer.rawHead());
        }
        return new WebSocketPeer(client, answer, true);
    }

    /** Sends a handshake and returns the answer, whatever it is, with its body. */
    public static HttpMessage attempt(RawClient client, String target, String... headerLines) throws IOException {
        client.send(request(target, newKey(), headerLines));
        return client.readResponse("GET");
    }

    /**
     * The text of a handshake's request. A header line of one's own takes the place of that of the same name, and one
     * without a value (such as {@code Upgrade:}) removes it.
     */
    public static String request(String target, String key, String... headerLines) {
        List<String> own = List.of(headerLines);
        StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
        for (String line : List.of(
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: " + key,
                "Sec-WebSocket-Version: 13")) {
            String name = line.substring(0, line.indexOf(':') + 1);
            if (own.stream().noneMatch(mine -> mine.regionMatches(true, 0, name, 0, name.length()))) {
                head.append(line).append("\r\n");
            }
        }
        own.stream()
                .filter(line -> !line.endsWith(":"))
                .forEach(line -> head.append(line).append("\r\n"));
        return head.append("\r\n").toString();
    }

    /** A key of 16 random bytes. */
    public static String newKey() {
        byte[] key = new byte[16];
        ThreadLocalRandom.current().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** The Sec-WebSocket-Accept that answers a key (RFC 6455 section 4.2.2). */
    public static String accept(String key) {
        try {
            byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}

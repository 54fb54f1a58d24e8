package io.sluice.testkit;

import io.sluice.testkit.ScriptedBackend.Script;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Function;

/** Common scripts of a {@link ScriptedBackend}. */
public final class Scripts {
    private Scripts() {}

    /** Answers every request on the connection with 200 and this body. */
    public static Script answering(String body) {
        return answering(request -> body);
    }

    /** Answers every request on the connection with 200 and a body made from it. */
    public static Script answering(Function<HttpMessage, String> body) {
        return connection -> {
            for (HttpMessage request = connection.readRequest(); request != null; request = connection.readRequest()) {
                connection.ok(body.apply(request));
            }
        };
    }

    /** Answers every request on the connection with exactly these bytes. */
    public static Script answeringExactly(String response) {
        return connection -> {
            while (connection.readRequest() != null) {
                connection.send(response);
            }
        };
    }

    /** Answers every request with the head as it arrived, so that the client sees what the back end saw. */
    public static Script mirroringHead() {
        return answering(HttpMessage::rawHead);
    }

    /** Answers every request with its own body. */
    public static Script mirroringBody() {
        return answering(HttpMessage::bodyText);
    }

    /** Sends exactly these bytes after the request's head and closes in order. */
    public static Script sendingThenClosing(String bytes) {
        return connection -> {
            if (connection.readHead() != null) {
                connection.send(bytes);
            }
        };
    }

    /** Sends exactly these bytes after the request's head and breaks the connection. */
    public static Script sendingThenResetting(String bytes) {
        return connection -> {
            if (connection.readHead() != null) {
                connection.send(bytes);
                connection.reset();
            }
        };
    }

    /** Reads the request and says nothing until the proxy hangs up. */
    public static Script silent() {
        return connection -> {
            if (connection.readRequest() != null) {
                connection.readToEnd();
            }
        };
    }

    /** Echoes WebSockets, and answers any other request as {@link #mirroringHead} does. */
    public static Script echo() {
        return connection -> {
            HttpMessage request = connection.readRequest();
            while (request != null && request.header("Upgrade") == null) {
                connection.ok(request.rawHead());
                request = connection.readRequest();
            }
            if (request != null) {
                echo(connection.acceptWebSocket(request, new byte[0]));
            }
        };
    }

    /** Sends every message back in one frame until a close comes, and answers that with the same code. */
    public static void echo(WebSocketPeer peer) throws IOException {
        WebSocketFrame message = peer.readMessage();
        while (message.opcode() != WebSocketFrame.CLOSE) {
            peer.frame(message);
            message = peer.readMessage();
        }
        peer.frame(message);
    }

    /** A body as chunks, then the trailer lines. An empty part is left out, since it would end the body. */
    public static String chunked(String[] parts, String... trailerLines) {
        StringBuilder out = new StringBuilder();
        for (String part : parts) {
            if (!part.isEmpty()) {
                out.append(Integer.toHexString(part.length()))
                        .append("\r\n")
                        .append(part)
                        .append("\r\n");
            }
        }
        out.append("0\r\n");
        Arrays.stream(trailerLines).forEach(line -> out.append(line).append("\r\n"));
        return out.append("\r\n").toString();
    }
}

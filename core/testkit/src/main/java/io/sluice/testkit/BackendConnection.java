package io.sluice.testkit;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One connection that a {@link ScriptedBackend} has accepted, in the hands of its script. */
public final class BackendConnection extends Wire {
    private final int number;
    private final Duration deadline;
    private final Consumer<HttpMessage> record;

    BackendConnection(Socket socket, int number, Duration deadline, Consumer<HttpMessage> record) throws IOException {
        super(socket, deadline);
        this.number = number;
        this.deadline = deadline;
        this.record = record;
    }

    /** Which of the back end's connections this is, from 1. */
    public int number() {
        return number;
    }

    /**
     * Reads and records a request with its body; null when the proxy has closed instead of sending another, or has sent
     * nothing within the deadline: then this back end has waited long enough.
     */
    public HttpMessage readRequest() throws IOException {
        return atEnd() ? null : recorded(HttpReader.readRequest(this));
    }

    /** Reads and records a request's head and leaves the body on the wire; null as {@link #readRequest}. */
    public HttpMessage readHead() throws IOException {
        return atEnd() ? null : recorded(HttpReader.readHead(this));
    }

    /** Sends a head, these lines with their ends, then the body. Nothing is added. */
    public void answer(String body, String... headLines) throws IOException {
        send(String.join("\r\n", headLines) + "\r\n\r\n" + body);
    }

    /** Answers 200 with this body and its Content-Length. */
    public void ok(String body) throws IOException {
        answer(body, "HTTP/1.1 200 OK", "Content-Length: " + body.length());
    }

    /** Reads a handshake and takes it, with further header lines. */
    public WebSocketPeer acceptWebSocket(String... headerLines) throws IOException {
        HttpMessage request = readHead();
        if (request == null) {
            throw new IOException("closed before the handshake");
        }
        return acceptWebSocket(request, new byte[0], headerLines);
    }

    /** Takes a handshake that was read; {@code early} goes out in one piece with the 101. */
    public WebSocketPeer acceptWebSocket(HttpMessage request, byte[] early, String... headerLines) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + WebSocketClient.accept(request.header("Sec-WebSocket-Key")) + "\r\n");
        for (String line : headerLines) {
            head.append(line).append("\r\n");
        }
        byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(bytes, bytes.length + early.length);
        System.arraycopy(early, 0, all, bytes.length, early.length);
        send(all);
        return new WebSocketPeer(this, request, false);
    }

    /** Waits for the test to count a latch down: how a script delays. */
    public void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the test did not count the latch down within " + deadline);
        }
    }

    private boolean atEnd() throws IOException {
        try {
            return peek() < 0;
        } catch (Silence idle) {
            return true;
        }
    }

    private HttpMessage recorded(HttpMessage request) {
        record.accept(request);
        return request;
    }
}

package io.sluice.testkit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One end of a WebSocket after its handshake: frames go out as they are given, a client's with a mask; frames come in as
 * they are. Made by {@link WebSocketClient} or, on the other side, by {@link BackendConnection#acceptWebSocket}. One
 * thread may read while another writes.
 */
public final class WebSocketPeer implements Closeable {
    private final Wire wire;
    private final HttpMessage handshake;
    private final boolean masks;

    WebSocketPeer(Wire wire, HttpMessage handshake, boolean masks) {
        this.wire = wire;
        this.handshake = handshake;
        this.masks = masks;
    }

    /** The connection, for bytes that are no frames, half-close and reset. */
    public Wire wire() {
        return wire;
    }

    /** The head that the other side sent in the handshake. */
    public HttpMessage handshake() {
        return handshake;
    }

    /** Sends a text message in one frame. */
    public void text(String message) throws IOException {
        frame(WebSocketFrame.of(WebSocketFrame.TEXT, message.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a binary message in one frame. */
    public void binary(byte[] message) throws IOException {
        frame(WebSocketFrame.of(WebSocketFrame.BINARY, message));
    }

    /** Sends one message in several frames, split into parts of this many bytes. */
    public void fragmented(int opcode, byte[] message, int partBytes) throws IOException {
        for (int at = 0; at == 0 || at < message.length; at += partBytes) {
            int end = Math.min(message.length, at + partBytes);
            byte[] part = Arrays.copyOfRange(message, at, end);
            WebSocketFrame next = WebSocketFrame.of(at == 0 ? opcode : WebSocketFrame.CONTINUATION, part);
            frame(end == message.length ? next : next.notFinal());
        }
    }

    /** Sends a ping. */
    public void ping(String payload) throws IOException {
        frame(WebSocketFrame.of(WebSocketFrame.PING, payload.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a close frame; a code of 0 sends it empty. The connection stays open. */
    public void sendClose(int code, String reason) throws IOException {
        frame(WebSocketFrame.close(code, reason));
    }

    /** Sends a frame; on the client's side with a random mask, unless it has one. */
    public void frame(WebSocketFrame frame) throws IOException {
        wire.send(ready(frame).encode());
    }

    private WebSocketFrame ready(WebSocketFrame frame) {
        if (!masks || frame.isMasked()) {
            return frame;
        }
        byte[] key = new byte[4];
        ThreadLocalRandom.current().nextBytes(key);
        return frame.masked(key);
    }

    /** The next frame. The mask is checked: what a client sends has one, what a server sends has none. */
    public WebSocketFrame readFrame() throws IOException {
        WebSocketFrame frame = WebSocketFrame.read(wire);
        if (frame.isMasked() == masks) {
            throw new AssertionError(frame + (masks ? ": a server's frame with a mask" : ": a client's frame without"));
        }
        return frame;
    }

    /** The next whole message as one frame without a mask, or the close frame. Pings are answered and pongs are passed over. */
    public WebSocketFrame readMessage() throws IOException {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        int opcode = WebSocketFrame.CONTINUATION;
        while (true) {
            WebSocketFrame frame = readFrame();
            switch (frame.opcode()) {
                case WebSocketFrame.PING -> frame(WebSocketFrame.of(WebSocketFrame.PONG, frame.payload()));
                case WebSocketFrame.PONG -> {}
                case WebSocketFrame.CLOSE -> {
                    return WebSocketFrame.of(WebSocketFrame.CLOSE, frame.payload());
                }
                default -> {
                    if (frame.opcode() != WebSocketFrame.CONTINUATION) {
                        opcode = frame.opcode();
                    }
                    if (frame.fin() && parts.size() == 0) {
                        return WebSocketFrame.of(opcode, frame.payload());
                    }
                    parts.write(frame.payload());
                    if (frame.fin()) {
                        return WebSocketFrame.of(opcode, parts.toByteArray());
                    }
                }
            }
        }
    }

    /** Closes the connection without a close frame. */
    @Override
    public void close() {
        wire.close();
    }
}

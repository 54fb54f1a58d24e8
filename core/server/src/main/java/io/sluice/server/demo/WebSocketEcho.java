package io.sluice.server.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The server's side of a WebSocket that greets once, and sends each message back as it came. One thread only. */
final class WebSocketEcho {
    /** The largest message in bytes: the whole of it is held, since only then is it known to be good text. */
    static final int MAX_MESSAGE = 1 << 20;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final InputStream in;
    private final OutputStream out;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private int messageOpcode = Frame.CONTINUATION;

    WebSocketEcho(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Answers the opening handshake (RFC 6455 section 4.2.2). */
    static void accept(Request request, OutputStream out) throws IOException {
        String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + acceptFor(request.field("sec-websocket-key")) + "\r\n\r\n";
        out.write(head.getBytes(ISO_8859_1));
        out.flush();
    }

    /** Greets, then echoes until the close handshake is done or the client breaks the protocol. */
    void run(String greeting) throws IOException {
        try {
            new Frame(true, Frame.TEXT, greeting.getBytes(UTF_8)).write(out);
            while (take(Frame.read(in, MAX_MESSAGE - message.size()))) {
                // The next frame.
            }
        } catch (ViolationException e) {
            close(e.code(), e.getMessage());
        }
    }

    /** Acts on one frame, and tells whether more may follow. */
    private boolean take(Frame frame) throws IOException {
        switch (frame.opcode()) {
            case Frame.PING -> new Frame(true, Frame.PONG, frame.payload()).write(out);
            case Frame.PONG -> {
                // Nothing was asked, so nothing hangs on the answer.
            }
            case Frame.CLOSE -> {
                checkClose(frame.payload());
                frame.write(out);
                return false;
            }
            default -> collect(frame);
        }
        return true;
    }

    private void collect(Frame frame) throws IOException {
        boolean first = frame.opcode() != Frame.CONTINUATION;
        boolean inside = messageOpcode != Frame.CONTINUATION;
        if (first == inside) {
            throw new ViolationException(
                    ViolationException.PROTOCOL,
                    first ? "a message begins inside another" : "a continuation without a beginning");
        }
        if (first) {
            messageOpcode = frame.opcode();
        }
        message.writeBytes(frame.payload());
        if (frame.last()) {
            byte[] whole = message.toByteArray();
            if (messageOpcode == Frame.TEXT) {
                checkText(ByteBuffer.wrap(whole));
            }
            new Frame(true, messageOpcode, whole).write(out);
            message.reset();
            messageOpcode = Frame.CONTINUATION;
        }
    }

    private void close(int code, String reason) throws IOException {
        byte[] text = reason.getBytes(UTF_8);
        byte[] payload = ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .array();
        new Frame(true, Frame.CLOSE, payload).write(out);
    }

    private static void checkClose(byte[] payload) throws ViolationException {
        if (payload.length == 0) {
            return;
        }
        int code = payload.length == 1 ? 0 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        boolean known = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
        if (!known && (code < 3000 || code > 4999)) {
            throw new ViolationException(ViolationException.PROTOCOL, "a close code that must not be sent");
        }
        checkText(ByteBuffer.wrap(payload, 2, payload.length - 2));
    }

    private static void checkText(ByteBuffer bytes) throws ViolationException {
        try {
            UTF_8.newDecoder().decode(bytes);
        } catch (CharacterCodingException e) {
            throw new ViolationException(ViolationException.NOT_UTF_8, "a text that is not UTF-8");
        }
    }

    private static String acceptFor(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}

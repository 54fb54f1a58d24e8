package io.sluice.server.transport;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks into a ClientHello (RFC 8446 section 4.1.2) before an engine is made for it, as its name decides which. The same
 * bytes then go to the engine, which checks them in full; here only what is read must be sound.
 */
final class HelloReader {
    /** More than any client sends, post-quantum key shares included; OpenSSL has the same bound. */
    static final int LARGEST = 16 * 1024;

    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int ALPN = 16;

    private static final int UNEXPECTED_MESSAGE = 10;
    private static final int RECORD_OVERFLOW = 22;
    private static final int DECODE_ERROR = 50;
    private static final int PROTOCOL_VERSION = 70;

    private HelloReader() {}

    /**
     * Whether this first byte begins TLS; as nginx, which takes all else for plain HTTP. A byte from 0x80 up is how SSLv2
     * begins.
     */
    static boolean isTls(byte first) {
        return first == HANDSHAKE || first < 0;
    }

    /**
     * Reads without moving the buffer's position.
     *
     * @param in what has come so far, from the first byte on, in an array
     * @return null when more must come
     */
    static ClientHello read(ByteBuffer in) throws TlsRefusal {
        ByteBuffer message = message(in.duplicate());
        if (message == null) {
            return null;
        }
        try {
            return hello(message);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new TlsRefusal(DECODE_ERROR, "ClientHello: a length in it points past its end");
        }
    }

    /** The handshake message, which may lie in several records; null when it is not complete. */
    private static ByteBuffer message(ByteBuffer in) throws TlsRefusal {
        ByteBuffer message = null;
        while (in.remaining() >= RECORD_HEADER) {
            int type = in.get() & 0xff;
            int major = in.get();
            in.get();
            int length = in.getShort() & 0xffff;
            if (type != HANDSHAKE) {
                throw new TlsRefusal(UNEXPECTED_MESSAGE, "record of type " + type + " (expected: 22, a ClientHello)");
            }
            if (major != 3) {
                throw new TlsRefusal(PROTOCOL_VERSION, "record of version " + (major & 0xff) + " (expected: 3)");
            }
            if (length == 0 || length > LARGEST) {
                throw new TlsRefusal(
                        length == 0 ? UNEXPECTED_MESSAGE : RECORD_OVERFLOW,
                        "record of " + length + " bytes (expected: 1 to " + LARGEST + ")");
            }
            int there = Math.min(length, in.remaining());
            ByteBuffer piece = in.slice(in.position(), there);
            in.position(in.position() + there);
            if (message == null) {
                if (complete(piece, there)) {
                    return piece.position(4); // in one record, as nearly always: read where it lies
                }
                message = ByteBuffer.allocate(LARGEST);
            }
            if (there > message.remaining()) {
                throw new TlsRefusal(RECORD_OVERFLOW, "ClientHello of more than " + LARGEST + " bytes");
            }
            message.put(piece);
            if (complete(message, message.position())) {
                return message.flip().position(4);
            }
        }
        return null;
    }

    /**
     * Whether it is all there.
     *
     * @param count how many bytes of it, from the first on
     */
    private static boolean complete(ByteBuffer message, int count) throws TlsRefusal {
        if (count == 0) {
            return false;
        }
        if (message.get(0) != CLIENT_HELLO) {
            throw new TlsRefusal(
                    UNEXPECTED_MESSAGE, "handshake message " + message.get(0) + " (expected: 1, a ClientHello)");
        }
        if (count < 4) {
            return false;
        }
        int length = message.getInt(0) & 0xffffff;
        if (length > LARGEST - 4) {
            throw new TlsRefusal(
                    RECORD_OVERFLOW, "ClientHello of " + length + " bytes (expected: at most " + LARGEST + ")");
        }
        return count >= 4 + length;
    }

    private static ClientHello hello(ByteBuffer in) {
        in.limit(in.position() + (in.getInt(0) & 0xffffff));
        skip(in, 2 + 32);
        skip(in, in.get() & 0xff); // session id
        Codes suites = Codes.read(part(in, in.getShort() & 0xffff));
        skip(in, in.get() & 0xff); // compression methods
        String name = "";
        List<String> protocols = List.of();
        Codes groups = Codes.NONE;
        if (in.hasRemaining()) {
            ByteBuffer extensions = part(in, in.getShort() & 0xffff);
            while (extensions.hasRemaining()) {
                int type = extensions.getShort() & 0xffff;
                ByteBuffer extension = part(extensions, extensions.getShort() & 0xffff);
                if (type == SERVER_NAME) {
                    name = serverName(extension);
                } else if (type == SUPPORTED_GROUPS) {
                    groups = Codes.read(part(extension, extension.getShort() & 0xffff));
                } else if (type == ALPN) {
                    protocols = protocols(extension);
                }
            }
        }
        return new ClientHello(name, protocols, suites, groups);
    }

    /** RFC 6066 section 3: a list of names, of which only type 0 is defined. */
    private static String serverName(ByteBuffer extension) {
        ByteBuffer names = part(extension, extension.getShort() & 0xffff);
        while (names.hasRemaining()) {
            int type = names.get();
            ByteBuffer name = part(names, names.getShort() & 0xffff);
            if (type == 0) {
                String text = text(name).toLowerCase(Locale.ROOT);
                return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
            }
        }
        return "";
    }

    private static List<String> protocols(ByteBuffer extension) {
        ByteBuffer list = part(extension, extension.getShort() & 0xffff);
        List<String> protocols = new ArrayList<>();
        while (list.hasRemaining()) {
            protocols.add(text(part(list, list.get() & 0xff)));
        }
        return List.copyOf(protocols);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }

    private static ByteBuffer part(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    private static void skip(ByteBuffer in, int length) {
        part(in, length);
    }
}

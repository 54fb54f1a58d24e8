package io.sluice.bench.wire;

import java.nio.ByteBuffer;

/**
 * Reads the frames that a server sends (RFC 6455, section 5), in pieces of any size. It keeps nothing of a message: its parts
 * go to a {@link Sink} as they come. One thread.
 */
public final class FrameReader {
    private static final int LONGEST_HEADER = 10;
    private static final int LONGEST_CONTROL = 125;
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASK = 0x80;

    /** Takes what has been read. Each call comes from within {@link #read}. */
    public interface Sink {
        /** A part of a message: what lies between the position and the limit, which is lent for the call. Never empty. */
        void part(ByteBuffer data) throws WireException;

        /** A message has ended, all of whose parts have been given. */
        void messageEnd() throws WireException;

        /** A ping, pong or Close with its payload between the position and the limit, which is lent for the call. */
        void control(int opcode, ByteBuffer payload) throws WireException;
    }

    private final Sink sink;
    private final byte[] header = new byte[LONGEST_HEADER];
    private int got;
    private int opcode;
    private boolean last;
    private boolean inMessage;
    private long left = -1;
    private ByteBuffer control;

    /** A reader at the start of a stream. */
    public FrameReader(Sink sink) {
        this.sink = sink;
    }

    /**
     * Reads all that remains in {@code data}.
     *
     * @throws WireException at what a server must not send; the stream cannot be read on
     */
    public void read(ByteBuffer data) throws WireException {
        while (data.hasRemaining()) {
            if (left < 0 && !readHeader(data)) {
                return;
            }
            int length = (int) Math.min(left, data.remaining());
            if (Opcode.isControl(opcode)) {
                takeControl(data, length);
            } else if (length > 0) {
                int limit = data.limit();
                int end = data.position() + length;
                data.limit(end);
                sink.part(data);
                data.limit(limit).position(end);
            }
            left -= length;
            if (left == 0) {
                end();
            }
        }
    }

    private void takeControl(ByteBuffer data, int length) {
        if (control == null) {
            control = ByteBuffer.allocate(LONGEST_CONTROL);
        }
        for (int i = 0; i < length; i++) {
            control.put(data.get());
        }
    }

    private void end() throws WireException {
        left = -1;
        got = 0;
        if (Opcode.isControl(opcode)) {
            control.flip();
            sink.control(opcode, control);
            control.clear();
        } else if (last) {
            sink.messageEnd();
        }
    }

    /** Whether the header is whole; then {@link #left} is the length of the payload. */
    private boolean readHeader(ByteBuffer data) throws WireException {
        do {
            header[got++] = data.get();
            if (got == 2) {
                checkStart();
            }
        } while (got < headerLength() && data.hasRemaining());
        if (got < headerLength()) {
            return false;
        }
        int length = header[1] & 0x7f;
        left = length < 126 ? length : number(2, got);
        if (left < 0) {
            throw new WireException("a frame's length has its first bit set");
        }
        return true;
    }

    private int headerLength() {
        if (got < 2) {
            return 2;
        }
        int length = header[1] & 0x7f;
        return length < 126 ? 2 : length == 126 ? 4 : LONGEST_HEADER;
    }

    private long number(int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 8 | (header[i] & 0xff);
        }
        return value;
    }

    private void checkStart() throws WireException {
        opcode = header[0] & 0x0f;
        last = (header[0] & FIN) != 0;
        if ((header[0] & RESERVED) != 0) {
            throw new WireException("a frame has a reserved bit set, though no extension was agreed on");
        }
        if ((header[1] & MASK) != 0) {
            throw new WireException("a server's frame is masked");
        }
        switch (opcode) {
            case Opcode.CONTINUATION -> {
                if (!inMessage) {
                    throw new WireException("a continuation without a message that it continues");
                }
                inMessage = !last;
            }
            case Opcode.TEXT, Opcode.BINARY -> {
                if (inMessage) {
                    throw new WireException("a new message before the last one has ended");
                }
                inMessage = !last;
            }
            case Opcode.CLOSE, Opcode.PING, Opcode.PONG -> {
                if (!last || (header[1] & 0x7f) > LONGEST_CONTROL) {
                    throw new WireException("a control frame in parts, or of more than 125 bytes");
                }
            }
            default -> throw new WireException("a frame with the unknown opcode " + opcode);
        }
    }
}

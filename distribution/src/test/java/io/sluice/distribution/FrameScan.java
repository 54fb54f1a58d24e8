package io.sluice.distribution;

import java.nio.ByteBuffer;

/** Reads WebSocket frames (RFC 6455 section 5.2) as they come, in any pieces. The tests' own: it shares no code with the server. */
final class FrameScan {
    /** More than any frame of these tests. */
    private static final int LARGEST = 1 << 16;

    private ByteBuffer kept = ByteBuffer.allocate(512);

    /** Is handed each whole frame. */
    @FunctionalInterface
    interface Sink {
        /** A frame; the payload is unmasked, and the sink's to read until it returns. */
        void frame(boolean fin, int opcode, boolean masked, ByteBuffer payload);
    }

    /** Takes all bytes of the buffer. */
    void feed(ByteBuffer data, Sink sink) {
        if (kept.remaining() < data.remaining()) {
            ByteBuffer larger = ByteBuffer.allocate(2 * (kept.position() + data.remaining()));
            larger.put(kept.flip());
            kept = larger;
        }
        kept.put(data).flip();
        while (next(sink)) {
            // as many as are whole
        }
        kept.compact();
    }

    /** Whether the last byte that came was the last one of a frame. */
    boolean atBoundary() {
        return kept.position() == 0;
    }

    private boolean next(Sink sink) {
        if (kept.remaining() < 2) {
            return false;
        }
        int start = kept.position();
        int first = kept.get(start) & 0xff;
        int second = kept.get(start + 1) & 0xff;
        boolean masked = (second & 0x80) != 0;
        int length = second & 0x7f;
        int head = 2 + (length == 126 ? 2 : 0) + (masked ? 4 : 0);
        if (kept.remaining() < head) {
            return false;
        }
        if (length == 126) {
            length = kept.getShort(start + 2) & 0xffff;
        }
        if ((first & 0x70) != 0 || length > LARGEST || (second & 0x7f) == 127) {
            throw new AssertionError("no frame of these tests begins with %02x %02x".formatted(first, second));
        }
        if (kept.remaining() < head + length) {
            return false;
        }
        ByteBuffer payload = kept.slice(start + head, length);
        if (masked) {
            for (int i = 0; i < length; i++) {
                payload.put(i, (byte) (payload.get(i) ^ kept.get(start + head - 4 + i % 4)));
            }
        }
        sink.frame((first & 0x80) != 0, first & 0x0f, masked, payload);
        kept.position(start + head + length);
        return true;
    }

    /** A frame of less than 64 KiB; one that is masked has its key after the length. */
    static ByteBuffer write(boolean fin, int opcode, boolean masked, ByteBuffer payload) {
        int length = payload.remaining();
        ByteBuffer out = ByteBuffer.allocate(length + 8);
        out.put((byte) ((fin ? 0x80 : 0) | opcode));
        int bit = masked ? 0x80 : 0;
        if (length < 126) {
            out.put((byte) (bit | length));
        } else {
            out.put((byte) (bit | 126)).putShort((short) length);
        }
        int key = masked ? length * 0x9e3779b9 + 1 : 0;
        if (masked) {
            out.putInt(key);
        }
        for (int i = 0; i < length; i++) {
            out.put((byte) (payload.get(payload.position() + i) ^ (key >>> (24 - 8 * (i % 4)))));
        }
        return out.flip();
    }
}

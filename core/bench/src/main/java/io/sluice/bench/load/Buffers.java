package io.sluice.bench.load;

import io.sluice.bench.wire.FrameWriter;
import java.nio.ByteBuffer;

/** The buffers of a thread, which all its connections use in turn: each is empty between two events. */
final class Buffers {
    private static final int ROOM = 64 * 1024;

    /** What has come from a socket. */
    final ByteBuffer in;

    /** What is to be sent, before TLS. */
    final ByteBuffer out;

    /** What TLS has opened, and what it has closed; null without it. */
    final ByteBuffer opened;

    final ByteBuffer closed;

    /** TLS of the JDK is faster with arrays, sockets are without. */
    Buffers(boolean tls, int longestMessage) {
        int room = Math.max(ROOM, longestMessage + FrameWriter.LONGEST_HEADER);
        in = tls ? ByteBuffer.allocate(ROOM) : ByteBuffer.allocateDirect(ROOM);
        out = tls ? ByteBuffer.allocate(room) : ByteBuffer.allocateDirect(room);
        opened = tls ? ByteBuffer.allocate(ROOM) : null;
        closed = tls ? ByteBuffer.allocate(ROOM) : null;
    }
}

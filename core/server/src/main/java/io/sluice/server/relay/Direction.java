package io.sluice.server.relay;

import io.sluice.server.transport.Connection;
import io.sluice.server.websocket.FrameBoundary;
import java.nio.ByteBuffer;

/** One direction of a tunnel: a pipe that counts, and follows the frames that pass through it. */
final class Direction extends Pipe {
    /** Follows the frames; null where that is not wanted. */
    final FrameBoundary frames;

    private long bytes;

    Direction(Connection source, Connection sink, FrameBoundary frames) {
        super(source, sink);
        this.frames = frames;
    }

    /** All of it goes on. */
    void pass(ByteBuffer data) {
        bytes += data.remaining();
        if (frames != null) {
            frames.pass(data);
        }
        write(data);
    }

    /** Bytes that have come from the source. */
    long bytes() {
        return bytes;
    }

    /** Whether a Close frame of the source's has passed. */
    boolean closed() {
        return frames != null && frames.closed();
    }

    long messages() {
        return frames == null ? 0 : frames.messages();
    }

    long controls() {
        return frames == null ? 0 : frames.controls();
    }
}

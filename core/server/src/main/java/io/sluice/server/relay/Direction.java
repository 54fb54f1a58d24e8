package io.sluice.server.relay;

import io.sluice.server.transport.Connection;
import io.sluice.server.websocket.FrameBoundary;
import java.nio.ByteBuffer;

/** One direction of a tunnel: a pipe that counts, and follows the frames that pass through it. */
final class Direction extends Pipe {
    /** Follows the frames; null where that is not wanted. */
    final FrameBoundary frames;

    /** Whether nothing passes at the moment: between two messages, while the tunnel is being ended. */
    boolean held;

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

    /** It goes on as far as the message that is under way reaches, or a Close frame; the rest stays in the buffer. */
    void passToMessageEnd(ByteBuffer data) {
        int limit = data.limit();
        int end = frames.passToMessageEnd(data);
        if (end >= 0) {
            data.limit(end);
        }
        bytes += data.remaining();
        write(data);
        data.limit(limit);
    }

    /** Nothing of it goes on. */
    void drop(ByteBuffer data) {
        bytes += data.remaining();
        frames.pass(data);
        data.position(data.limit());
    }

    /** Bytes that have come from the source. */
    long bytes() {
        return bytes;
    }

    /** Whether a Close frame of the source's has passed. */
    boolean closed() {
        return frames != null && frames.closed();
    }

    /** Whether it is known where its messages end. */
    boolean followed() {
        return frames != null && frames.violation() == null;
    }

    long messages() {
        return frames == null ? 0 : frames.messages();
    }

    long controls() {
        return frames == null ? 0 : frames.controls();
    }
}

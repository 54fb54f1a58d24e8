package io.sluice.server.relay;

import io.sluice.server.observe.FrameTally;
import io.sluice.server.transport.Connection;
import io.sluice.server.websocket.FrameBoundary;
import java.nio.ByteBuffer;

/** One direction of a tunnel: a pipe that counts, and follows the frames that pass through it. */
final class Direction extends Pipe {
    /** Follows the frames; null where that is not wanted. */
    final FrameBoundary frames;

    /** Whether nothing passes at the moment: between two messages, while the tunnel is being ended. */
    boolean held;

    private final FrameTally tally;
    private long bytes;

    /** Of the tunnels that count with the tally. */
    Direction(Connection source, Connection sink, FrameBoundary frames, FrameTally tally) {
        super(source, sink);
        this.tally = tally;
        this.frames = frames;
    }

    /** All of it goes on. */
    void pass(ByteBuffer data) {
        count(data.remaining());
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
        count(data.remaining());
        write(data);
        data.limit(limit);
    }

    /** Nothing of it goes on. */
    void drop(ByteBuffer data) {
        count(data.remaining());
        frames.pass(data);
        data.position(data.limit());
    }

    private void count(int length) {
        bytes += length;
        tally.bytes(length);
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

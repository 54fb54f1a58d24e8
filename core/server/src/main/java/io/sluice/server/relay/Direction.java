package io.sluice.server.relay;

import io.sluice.server.observe.FrameTally;
import io.sluice.server.observe.PassTally;
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
    private final PassTally endpoint;
    private long bytes;
    private boolean breachTold;

    /** Of the tunnels that count with the tallies, of their route and of their endpoint. */
    Direction(Connection source, Connection sink, FrameBoundary frames, FrameTally tally, PassTally endpoint) {
        super(source, sink);
        this.tally = tally;
        this.endpoint = endpoint;
        this.frames = frames;
    }

    /** All of it goes on. */
    void pass(ByteBuffer data) {
        int length = data.remaining();
        long before = messages();
        if (frames != null) {
            frames.pass(data);
        }
        count(length, before);
        write(data);
    }

    /** It goes on as far as the message that is under way reaches, or a Close frame; the rest stays in the buffer. */
    void passToMessageEnd(ByteBuffer data) {
        int limit = data.limit();
        long before = messages();
        int end = frames.passToMessageEnd(data);
        if (end >= 0) {
            data.limit(end);
        }
        count(data.remaining(), before);
        write(data);
        data.limit(limit);
    }

    /** Nothing of it goes on. */
    void drop(ByteBuffer data) {
        int length = data.remaining();
        long before = messages();
        frames.pass(data);
        count(length, before);
        data.position(data.limit());
    }

    /** So much has come, of which {@code before} messages had ended earlier. */
    private void count(int length, long before) {
        bytes += length;
        tally.bytes(length);
        endpoint.passed(length, messages() - before);
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

    /** What its source did against the rules of frames, when asked for the first time since; null otherwise. */
    String breach() {
        if (breachTold || frames == null || frames.violation() == null) {
            return null;
        }
        breachTold = true;
        return frames.violation();
    }

    long messages() {
        return frames == null ? 0 : frames.messages();
    }

    long controls() {
        return frames == null ? 0 : frames.controls();
    }
}

package io.sluice.server.relay;

import io.sluice.server.observe.FrameTally;
import io.sluice.server.observe.PassTally;
import io.sluice.server.transport.Connection;
import io.sluice.server.websocket.ControlFrame;
import io.sluice.server.websocket.FrameBoundary;
import io.sluice.server.websocket.Opcode;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** One direction of a tunnel: a pipe that counts, and follows the frames that pass through it. */
final class Direction extends Pipe {
    private static final SecureRandom MASKS = new SecureRandom();

    /** Follows the frames; null where that is not wanted. */
    final FrameBoundary frames;

    /** Whether nothing passes at the moment: between two messages, while the tunnel is being ended. */
    boolean held;

    private final boolean toClient;
    private final FrameTally tally;
    private final PassTally endpoint;
    private long bytes;
    private boolean breachTold;

    /** Of the tunnels that count with the tallies, of their route and of their endpoint. */
    Direction(
            Connection source,
            Connection sink,
            boolean toClient,
            FrameBoundary frames,
            FrameTally tally,
            PassTally endpoint) {
        super(source, sink);
        this.toClient = toClient;
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
        long before = messages();
        passTo(frames.passToMessageEnd(data), data, before);
    }

    /** It goes on as far as the frame that is under way reaches; the rest stays in the buffer. */
    void passToFrameEnd(ByteBuffer data) {
        long before = messages();
        passTo(frames.passToFrameEnd(data), data, before);
    }

    /** It goes on as far as the first byte of a Pong, and the rest stays in the buffer: whether there is one. */
    boolean passToPong(ByteBuffer data) {
        long before = messages();
        int pong = frames.passToPong(data);
        passTo(pong, data, before);
        return pong >= 0;
    }

    /** What was followed goes on up to {@code end}; all of it where that is negative. */
    private void passTo(int end, ByteBuffer data, long before) {
        int limit = data.limit();
        if (end >= 0) {
            data.limit(end);
        }
        if (data.hasRemaining()) {
            count(data.remaining(), before);
            write(data);
        }
        data.limit(limit);
    }

    /** What was taken from {@code start} to the buffer's position is followed; it does not go on by this. */
    void follow(ByteBuffer data, int start) {
        ByteBuffer taken = data.duplicate().position(start).limit(data.position());
        long before = messages();
        frames.pass(taken);
        count(taken.remaining(), before);
    }

    /** A frame of the proxy's own goes to the sink. */
    void control(Opcode kind, byte[] payload) {
        sink.write(
                toClient
                        ? ControlFrame.toClient(kind, payload)
                        : ControlFrame.toServer(kind, payload, MASKS.nextInt()));
    }

    /** Whether the client reads it. */
    boolean toClient() {
        return toClient;
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

package io.sluice.server.exchange;

import io.sluice.server.http.BodyFraming;
import io.sluice.server.relay.Pipe;
import io.sluice.server.transport.Worker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Passes a body on through a pipe as it arrives, in the framing its receiver understands. Nothing is held but what the
 * pipe's sink has not taken.
 */
final class BodyPass {
    /** What happens to the framing. */
    enum Mode {
        /** Every byte goes on as it came. */
        AS_IS,
        /** Chunk sizes and trailers are left out: the receiver speaks HTTP/1.0. */
        DECHUNK,
        /** Chunk sizes are put in: the sender tells the end by closing, the receiver's connection goes on. */
        CHUNK
    }

    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    /** The longest chunk size line for a buffer of the worker's, and the CR LF behind the chunk. */
    private static final int CHUNK_FRAME = 16;

    private final BodyFraming framing;
    private final Mode mode;
    private final Pipe pipe;

    BodyPass(BodyFraming framing, Mode mode, Pipe pipe) {
        this.framing = framing;
        this.mode = mode;
        this.pipe = pipe;
    }

    /**
     * Passes on what of {@code data} belongs to the body and leaves the rest.
     *
     * @param out the worker's output buffer, with what goes first, such as the head, in front of its position
     */
    void pass(ByteBuffer data, ByteBuffer out) {
        try {
            if (mode == Mode.AS_IS) {
                passAsIs(data, out);
            } else {
                passPayload(data, out);
            }
        } finally {
            flush(out); // also the head in front of a body whose first bytes are wrong
        }
    }

    private void passAsIs(ByteBuffer data, ByteBuffer out) {
        int length = framing.measure(data);
        ByteBuffer body = data.slice(data.position(), length);
        data.position(data.position() + length);
        append(body, out);
    }

    private void passPayload(ByteBuffer data, ByteBuffer out) {
        int start = data.position();
        int length = framing.measure(data, (index, size) -> {
            ByteBuffer payload = data.slice(index, size);
            if (mode == Mode.CHUNK) {
                chunk(payload, out);
            } else {
                append(payload, out);
            }
        });
        data.position(start + length);
    }

    /** The sender has ended, and the body with it. */
    void end(Worker worker) {
        if (mode == Mode.CHUNK) {
            flush(worker.output().put(LAST_CHUNK));
        }
    }

    boolean complete() {
        return framing.complete();
    }

    boolean completeAtEnd() {
        return framing.completeAtEnd();
    }

    long payloadBytes() {
        return framing.payloadBytes();
    }

    Pipe pipe() {
        return pipe;
    }

    private void chunk(ByteBuffer payload, ByteBuffer out) {
        if (payload.remaining() + CHUNK_FRAME > out.remaining()) {
            flush(out);
            out.clear();
        }
        out.put(Integer.toHexString(payload.remaining()).getBytes(StandardCharsets.US_ASCII));
        out.put(CRLF);
        append(payload, out);
        out.put(CRLF);
    }

    /** Behind what waits in {@code out} if it fits, else both one after the other. */
    private void append(ByteBuffer bytes, ByteBuffer out) {
        if (out.position() > 0 && bytes.remaining() <= out.remaining()) {
            out.put(bytes);
        } else {
            flush(out);
            out.clear();
            pipe.write(bytes);
        }
    }

    private void flush(ByteBuffer out) {
        if (out.position() > 0) {
            pipe.write(out.flip());
        }
    }
}

package io.sluice.server.relay;

import io.sluice.server.transport.Connection;
import java.nio.ByteBuffer;

/**
 * One direction: reads from the source only while the sink can take more. What waits at the sink is bounded by {@link
 * Connection#HIGH_WATER} and one read.
 */
public class Pipe {
    final Connection source;
    final Connection sink;

    /** A pipe between two connections of one worker. */
    public Pipe(Connection source, Connection sink) {
        this.source = source;
        this.sink = sink;
    }

    /** Writes all of {@code data} to the sink, and suspends the source when the sink is full. */
    public final void write(ByteBuffer data) {
        sink.write(data);
        if (sink.pending() >= Connection.HIGH_WATER) {
            source.suspendRead();
        }
    }

    /** The sink has room again. */
    public final void drained() {
        source.resumeRead();
    }

    /** The source has ended: the sink is told after what waits. */
    public final void end() {
        sink.shutdownOutput();
    }

    /** Whether the source is held back by the sink. */
    public final boolean blocked() {
        return sink.pending() > 0;
    }
}

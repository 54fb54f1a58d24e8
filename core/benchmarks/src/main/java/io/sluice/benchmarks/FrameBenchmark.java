package io.sluice.benchmarks;

import io.sluice.server.websocket.FrameBoundary;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Follows the frames of a tunnel. It allocates nothing, and a long frame costs no more than a short one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {
    /** What one read brings at most. */
    private static final int READ = 64 * 1024;

    private static final int BINARY_FIN = 0x82;
    private static final int MASKED = 0x80;
    private static final int LONGEST_SHORT = 125;
    private static final int TWO_BYTES = 126;

    /** Bytes of payload in a frame. */
    @Param({"64", "1024", "16384"})
    public int payload;

    /** Whether the client sends them. */
    @Param({"true", "false"})
    public boolean masked;

    private FrameBoundary boundary;
    private ByteBuffer one;
    private ByteBuffer many;

    /** Makes the frames. */
    @Setup
    public void prepare() {
        byte[] frame = frame();
        one = Buffers.of(frame);
        int frames = Math.max(2, READ / frame.length);
        many = ByteBuffer.allocateDirect(frames * frame.length);
        for (int i = 0; i < frames; i++) {
            many.put(frame);
        }
        boundary = new FrameBoundary(masked, 0);
    }

    private byte[] frame() {
        ByteBuffer out = ByteBuffer.allocate(payload + 8);
        int mask = masked ? MASKED : 0;
        out.put((byte) BINARY_FIN);
        if (payload <= LONGEST_SHORT) {
            out.put((byte) (mask | payload));
        } else {
            out.put((byte) (mask | TWO_BYTES)).putShort((short) payload);
        }
        if (masked) {
            out.putInt(0x1234_5678);
        }
        byte[] frame = new byte[out.position() + payload];
        out.flip().get(frame, 0, out.limit());
        return frame;
    }

    /** A frame that came alone. */
    @Benchmark
    public long oneFrame() {
        boundary.pass(one.clear());
        return boundary.messages();
    }

    /** As many frames as one read brings: the time is that of all of them. */
    @Benchmark
    public long manyFrames() {
        boundary.pass(many.clear());
        return boundary.messages();
    }

    /** A frame whose first read ended in its header, and the second in its payload. */
    @Benchmark
    public long splitFrame() {
        boundary.pass(one.clear().limit(1));
        boundary.pass(one.limit(one.capacity() / 2).position(1));
        int half = one.limit();
        boundary.pass(one.limit(one.capacity()).position(half));
        return boundary.messages();
    }
}

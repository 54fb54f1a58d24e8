package io.sluice.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/** Bytes where the server has them when they come from a socket: outside the heap. */
final class Buffers {
    private Buffers() {}

    /** A buffer with these lines, each ended by CR LF, and an empty one after them. */
    static ByteBuffer head(String... lines) {
        return of((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
    }

    /** A buffer that is full of these bytes. */
    static ByteBuffer of(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}

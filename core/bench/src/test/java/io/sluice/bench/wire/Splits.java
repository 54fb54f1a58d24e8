package io.sluice.bench.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** One stream of bytes in pieces: cut in two at every place, and in single bytes. */
final class Splits {
    private Splits() {}

    /** All ways to cut; each is a list of pieces. */
    static List<List<ByteBuffer>> of(byte[] stream) {
        List<List<ByteBuffer>> all = new ArrayList<>();
        for (int at = 0; at <= stream.length; at++) {
            all.add(List.of(ByteBuffer.wrap(stream, 0, at), ByteBuffer.wrap(stream, at, stream.length - at)));
        }
        List<ByteBuffer> single = new ArrayList<>();
        for (int at = 0; at < stream.length; at++) {
            single.add(ByteBuffer.wrap(stream, at, 1));
        }
        all.add(single);
        return all;
    }
}

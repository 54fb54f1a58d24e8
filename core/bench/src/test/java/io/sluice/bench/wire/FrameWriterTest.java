package io.sluice.bench.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameWriterTest {
    private static final int MASK = 0x12f45678;

    /** The payload of the one frame in the buffer, whose header must be as RFC 6455 has it. */
    private static byte[] payload(ByteBuffer frame, int opcode) {
        assertThat(frame.get() & 0xff).isEqualTo(0x80 | opcode);
        int first = frame.get() & 0xff;
        assertThat(first & 0x80).as("the mask bit").isNotZero();
        int length = first & 0x7f;
        if (length == 126) {
            length = frame.getShort() & 0xffff;
            assertThat(length).as("the shortest form").isGreaterThan(125);
        } else if (length == 127) {
            length = (int) frame.getLong();
            assertThat(length).as("the shortest form").isGreaterThan(65_535);
        }
        byte[] key = new byte[4];
        frame.get(key);
        assertThat(ByteBuffer.wrap(key).getInt()).isEqualTo(MASK);
        byte[] payload = new byte[length];
        frame.get(payload);
        assertThat(frame.hasRemaining()).isFalse();
        for (int i = 0; i < length; i++) {
            payload[i] ^= key[i % 4];
        }
        return payload;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 64, 125, 126, 127, 65_535, 65_536, 100_003})
    void aWordIsRepeatedUpToTheLength(int length) {
        long word = Payload.word(3, 4);
        ByteBuffer out = ByteBuffer.allocateDirect(length + FrameWriter.LONGEST_HEADER);
        FrameWriter.write(out, Opcode.BINARY, MASK, word, length);
        byte[] payload = payload(out.flip(), Opcode.BINARY);
        byte[] letters = ByteBuffer.allocate(8).putLong(word).array();
        for (int i = 0; i < length; i++) {
            assertThat(payload[i]).as("byte %s", i).isEqualTo(letters[i % 8]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 125, 126, 65_536})
    void givenBytesAreMasked(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        ByteBuffer out = ByteBuffer.allocate(length + FrameWriter.LONGEST_HEADER);
        FrameWriter.write(out, Opcode.TEXT, MASK, bytes);
        assertThat(payload(out.flip(), Opcode.TEXT)).isEqualTo(bytes);
    }

    @Test
    void severalFramesFollowEachOther() {
        ByteBuffer out = ByteBuffer.allocate(100);
        FrameWriter.write(out, Opcode.PING, MASK, "a".getBytes(US_ASCII));
        int first = out.position();
        FrameWriter.write(out, Opcode.TEXT, MASK, Payload.word(1, 1), 10);
        ByteBuffer all = out.flip();
        assertThat(payload(all.duplicate().limit(first), Opcode.PING)).containsExactly('a');
        assertThat(payload(all.duplicate().position(first), Opcode.TEXT)).hasSize(10);
    }
}

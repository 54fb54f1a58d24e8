package io.sluice.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBoundaryTest {
    private static final int[] LENGTHS = {0, 1, 2, 125, 126, 127, 500, 65_535, 65_536, 70_000};

    /** Random valid frames, both sides, cut at random places: every boundary and every count, against what was made. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void boundariesAndCountsAreThoseOfTheFramesMade(long seed) {
        Random random = new Random(seed);
        boolean masked = seed % 2 == 0;
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        List<Integer> ends = new ArrayList<>();
        Map<Opcode, Long> counts = new EnumMap<>(Opcode.class);
        Opcode message = null;
        for (int i = 0; i < 200; i++) {
            boolean control = random.nextInt(3) == 0;
            boolean fin = control || random.nextBoolean();
            Opcode opcode = control
                    ? (random.nextBoolean() ? Opcode.PING : Opcode.PONG)
                    : message != null ? Opcode.CONTINUATION : random.nextBoolean() ? Opcode.TEXT : Opcode.BINARY;
            int length = LENGTHS[random.nextInt(control ? 4 : LENGTHS.length)];
            wire.writeBytes(frame(random, fin, opcode, masked, length));
            ends.add(wire.size());
            message = control || message != null ? message : opcode;
            if (fin) {
                counts.merge(control ? opcode : message, 1L, Long::sum);
                message = control ? message : null;
            }
        }
        check(random, masked, wire.toByteArray(), ends, counts);
    }

    private static void check(
            Random random, boolean masked, byte[] wire, List<Integer> ends, Map<Opcode, Long> counts) {
        FrameBoundary boundary = new FrameBoundary(masked, 0);
        int from = 0;
        while (from < wire.length) {
            int size = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1 + random.nextInt(30_000);
            int to = Math.min(wire.length, from + size);
            ByteBuffer piece = ByteBuffer.wrap(wire, from, to - from);
            boundary.pass(piece);
            int start = from;
            int last = ends.stream().filter(end -> end > start && end <= to).reduce(-1, (a, b) -> b);
            assertThat(boundary.atBoundary()).isEqualTo(last == to);
            assertThat(piece.position()).isEqualTo(from);
            from = to;
        }
        assertThat(boundary.violation()).isNull();
        counts.forEach((opcode, count) -> assertThat(boundary.passed(opcode)).isEqualTo(count));
        assertThat(boundary.closed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "false, 8800, 1005",
        "false, 880203e8, 1000",
        "false, 880503e9414243, 1001",
        "false, 88020fa0, 4000",
        "true, 888000000000, 1005",
        "true, 88820102030402ea, 1000",
        "true, 8885ffffffff fc16bebdbc, 1001",
    })
    void theCloseCodeIsReadWhicheverWayItIsCut(boolean fromClient, String hex, int code) {
        byte[] frame = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (int cut = 0; cut <= frame.length; cut++) {
            FrameBoundary boundary = new FrameBoundary(fromClient, 0);
            boundary.pass(ByteBuffer.wrap(frame, 0, cut));
            assertThat(boundary.closeCode()).isEqualTo(cut == frame.length ? code : -1);
            boundary.pass(ByteBuffer.wrap(frame, cut, frame.length - cut));
            assertThat(boundary.violation()).isNull();
            assertThat(boundary.closeCode()).isEqualTo(code);
            assertThat(boundary.closed()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "false, 8300, reserved opcode 3",
        "false, 8f00, reserved opcode 15",
        "false, c100, reserved bits that no extension uses",
        "false, 9100, reserved bits that no extension uses",
        "false, 0900, a fragmented control frame",
        "false, 8000, a continuation of nothing",
        "false, 01008100, a new message inside a fragmented one",
        "false, 0100 8000 8000, a continuation of nothing",
        "false, 8180, a masked frame of a server",
        "true, 8100, an unmasked frame of a client",
        "false, 897e, a control frame of more than 125 bytes",
        "false, 897f, a control frame of more than 125 bytes",
        "false, 880103, a Close frame with half a code",
        "false, 817e007d, a length of 125 in 2 bytes",
        "false, 817f000000000000ffff, a length of 65535 in 8 bytes",
        "false, 817f8000000000000000, a length with its highest bit set",
        "false, 880203ed, close code 1005",
        "false, 88020000, close code 0",
        "false, 8800 8100, a frame after Close",
    })
    void aBreachOfSection5IsNamedWhicheverWayItIsCut(boolean fromClient, String hex, String violation) {
        byte[] frames = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (int cut = 0; cut <= frames.length; cut++) {
            FrameBoundary boundary = new FrameBoundary(fromClient, 0);
            boundary.pass(ByteBuffer.wrap(frames, 0, cut));
            boundary.pass(ByteBuffer.wrap(frames, cut, frames.length - cut));
            assertThat(boundary.violation()).isEqualTo(violation);
            assertThat(boundary.atBoundary()).isFalse();
            boundary.pass(ByteBuffer.wrap(new byte[] {(byte) 0x81, 0}));
            assertThat(boundary.atBoundary()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "false, 8800, ''",
        "false, 880203e8, ''",
        "false, 880503e9414243, ABC",
        "false, 880603e8c3a441c3, 'äA\ufffd'",
        "false, 880403e80a1b, '\n\u001b'",
        "true, 8885ffffffff fc16bebdbc, ABC",
        "true, 888701020304 02ea424641 4246, 'AB@@E'",
    })
    void theCloseReasonIsReadWhicheverWayItIsCut(boolean fromClient, String hex, String reason) {
        byte[] frame = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (int cut = 0; cut <= frame.length; cut++) {
            FrameBoundary boundary = new FrameBoundary(fromClient, 0);
            boundary.pass(ByteBuffer.wrap(frame, 0, cut));
            assertThat(boundary.closeReason()).isEqualTo(cut == frame.length ? reason : "");
            boundary.pass(ByteBuffer.wrap(frame, cut, frame.length - cut));
            assertThat(boundary.closeReason()).isEqualTo(reason);
        }
    }

    /** Fragments, a ping between them, then a whole message: whichever way it is cut, the places between messages are two. */
    @Test
    void aPlaceBetweenMessagesIsFoundWhicheverWayItIsCut() {
        byte[] frames = HexFormat.of().parseHex("0101418900 8000 820142".replace(" ", ""));
        int firstEnd = 7;
        for (int cut = 1; cut <= frames.length; cut++) {
            FrameBoundary boundary = new FrameBoundary(false, 0);
            boundary.pass(ByteBuffer.wrap(frames, 0, cut));
            assertThat(boundary.betweenMessages()).isEqualTo(cut == firstEnd || cut == frames.length);
            int found = boundary.passToMessageEnd(ByteBuffer.wrap(frames, cut, frames.length - cut));
            assertThat(found).isEqualTo(cut <= firstEnd ? firstEnd : frames.length);
            assertThat(boundary.messages()).isEqualTo(found == firstEnd ? 1 : 2);
        }
    }

    @Test
    void thePlaceBehindAFrameIsFoundWhicheverWayItIsCut() {
        byte[] frames = HexFormat.of().parseHex("0101418900 8000 820142".replace(" ", ""));
        int[] ends = {0, 3, 5, 7, 10};
        for (int cut = 0; cut <= frames.length; cut++) {
            FrameBoundary boundary = new FrameBoundary(false, 0);
            boundary.pass(ByteBuffer.wrap(frames, 0, cut));
            int from = cut;
            assertThat(boundary.passToFrameEnd(ByteBuffer.wrap(frames, cut, frames.length - cut)))
                    .isEqualTo(Arrays.stream(ends)
                            .filter(end -> end >= from)
                            .findFirst()
                            .orElseThrow());
            assertThat(boundary.atBoundary()).isTrue();
        }
    }

    /** The payload of the ping is bytes that look like a pong. */
    @Test
    void theBeginOfAPongIsFoundWhicheverWayItIsCut() {
        byte[] frames = HexFormat.of().parseHex("010141 89028a00 8a0141 8000 820142 8a00".replace(" ", ""));
        int[] pongs = {7, 15};
        for (int cut = 0; cut < frames.length; cut++) {
            FrameBoundary boundary = new FrameBoundary(false, 0);
            boundary.pass(ByteBuffer.wrap(frames, 0, cut));
            int from = cut;
            int found = boundary.passToPong(ByteBuffer.wrap(frames, cut, frames.length - cut));
            assertThat(found)
                    .isEqualTo(Arrays.stream(pongs)
                            .filter(pong -> pong >= from)
                            .findFirst()
                            .orElse(-1));
            assertThat(boundary.atBoundary()).isTrue();
        }
    }

    @Test
    void aMessageThatGoesOnHasNoPlaceForAClose() {
        FrameBoundary boundary = new FrameBoundary(false, 0);
        boundary.pass(ByteBuffer.wrap(HexFormat.of().parseHex("0100")));
        assertThat(boundary.passToMessageEnd(ByteBuffer.wrap(HexFormat.of().parseHex("000141"))))
                .isEqualTo(-1);
        assertThat(boundary.atBoundary()).isTrue();
        assertThat(boundary.betweenMessages()).isFalse();
    }

    @Test
    void aCloseInsideAMessageNeedsNoPlaceForAnother() {
        FrameBoundary boundary = new FrameBoundary(false, 0);
        boundary.pass(ByteBuffer.wrap(HexFormat.of().parseHex("0100")));
        assertThat(boundary.passToMessageEnd(ByteBuffer.wrap(HexFormat.of().parseHex("880203e8"))))
                .isEqualTo(4);
        assertThat(boundary.closed()).isTrue();
    }

    @Test
    void anExtensionsBitIsLetPass() {
        FrameBoundary boundary = new FrameBoundary(false, FrameBoundary.RSV1);
        boundary.pass(ByteBuffer.wrap(new byte[] {(byte) 0xc1, 0}));
        assertThat(boundary.violation()).isNull();
        boundary.pass(ByteBuffer.wrap(new byte[] {(byte) 0xa1, 0}));
        assertThat(boundary.violation()).isNotNull();
    }

    @Test
    void aFrameOfAnyLengthIsFollowedWithoutItsBytes() {
        FrameBoundary boundary = new FrameBoundary(false, 0);
        boundary.pass(ByteBuffer.wrap(HexFormat.of().parseHex("827f0000000100000000")));
        ByteBuffer piece = ByteBuffer.allocate(1 << 20);
        for (int i = 0; i < 4096; i++) {
            assertThat(boundary.atBoundary()).isFalse();
            boundary.pass(piece);
        }
        assertThat(boundary.atBoundary()).isTrue();
        assertThat(boundary.passed(Opcode.BINARY)).isEqualTo(1);
    }

    @Test
    void aNewTunnelIsAtABoundary() {
        assertThat(new FrameBoundary(true, 0).atBoundary()).isTrue();
    }

    private static byte[] frame(Random random, boolean fin, Opcode opcode, boolean masked, int length) {
        ByteBuffer frame = ByteBuffer.allocate(14 + length);
        frame.put((byte) ((fin ? 0x80 : 0) | opcode.code()));
        int mask = masked ? 0x80 : 0;
        if (length < 126) {
            frame.put((byte) (mask | length));
        } else if (length < 65_536) {
            frame.put((byte) (mask | 126)).putShort((short) length);
        } else {
            frame.put((byte) (mask | 127)).putLong(length);
        }
        if (masked) {
            frame.putInt(random.nextInt());
        }
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        byte[] bytes = new byte[frame.put(payload).position()];
        frame.get(0, bytes);
        return bytes;
    }
}

package io.sluice.bench.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PayloadTest {
    private static byte[] payload(long word, int length) {
        byte[] letters = ByteBuffer.allocate(8).putLong(word).array();
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = letters[i % 8];
        }
        return payload;
    }

    @Test
    void wordsAreEightLettersAndDifferBetweenMessagesAndConnections() {
        Set<Long> words = new HashSet<>();
        for (int connection = 0; connection < 100; connection++) {
            for (int message = 0; message < 100; message++) {
                long word = Payload.word(connection, message);
                assertThat(new String(payload(word, 8), US_ASCII)).matches("[a-p]{8}");
                words.add(word);
            }
        }
        assertThat(words).hasSize(10_000);
    }

    @Test
    void aPayloadIsKnownAgainWhereverItIsCut() {
        long word = Payload.word(5, 6);
        byte[] payload = payload(word, 43);
        for (int from = 0; from <= payload.length; from++) {
            for (int to = from; to <= payload.length; to++) {
                ByteBuffer part = ByteBuffer.wrap(payload, from, to - from);
                assertThat(Payload.matches(part, word, from)).isTrue();
                assertThat(part.position()).isEqualTo(from);
            }
        }
    }

    @Test
    void oneOtherByteIsSeenWhereverItIs() {
        long word = Payload.word(5, 6);
        for (int at = 0; at < 43; at++) {
            byte[] payload = payload(word, 43);
            payload[at] ^= 1;
            assertThat(Payload.matches(ByteBuffer.wrap(payload), word, 0))
                    .as("byte %s", at)
                    .isFalse();
        }
    }

    @Test
    void whatIsMissingShiftsTheRest() {
        long word = 0x6162636465666768L;
        assertThat(Payload.matches(ByteBuffer.wrap(payload(word, 40), 3, 37), word, 0))
                .isFalse();
    }
}

package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of the tables, in one piece, cut once at every place, and byte by byte: always the same outcome. */
class MessageVectorsTest {
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("requests")
    void aRequestIsJudgedAsTheTableSays(String rule, String verdict, byte[] message) {
        checkAllCuts(verdict, message, cuts -> Feed.request(message, cuts));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("responses")
    void aResponseIsJudgedAsTheTableSays(String rule, String verdict, String method, byte[] message) {
        checkAllCuts(verdict, message, cuts -> Feed.response(method, message, cuts));
    }

    private static void checkAllCuts(String verdict, byte[] message, Function<int[], Outcome> feed) {
        Outcome whole = feed.apply(new int[0]);
        assertThat(whole.verdict()).as(whole.detail()).isEqualTo(verdict);
        // Long messages are long by repetition: no place in the middle is like no other.
        IntStream.range(1, message.length)
                .filter(cut -> cut < 700 || cut > message.length - 20)
                .forEach(cut -> assertThat(feed.apply(new int[] {cut}).detail())
                        .as("cut at " + cut)
                        .isEqualTo(whole.detail()));
        assertThat(feed.apply(IntStream.range(1, message.length).toArray()).detail())
                .as("byte by byte")
                .isEqualTo(whole.detail());
    }

    static Stream<Arguments> requests() {
        return Vectors.rows("requests.txt", 3).stream()
                .map(row -> Arguments.of(row[1], Vectors.text(row[0]), Vectors.bytes(row[2])));
    }

    static Stream<Arguments> responses() {
        return Vectors.rows("responses.txt", 4).stream()
                .map(row -> Arguments.of(row[1], Vectors.text(row[0]), row[2], Vectors.bytes(row[3])));
    }
}

package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages that no table thought of. {@link Feed} lets nothing but a ProxyException count as a refusal, and an incomplete
 * head that does not take all it is given as a failure, so that no reader can turn in place.
 */
@Timeout(300)
class MutatedMessagesTest {
    private static final int MESSAGES = 8_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aMutatedRequestHasTheSameOutcomeHoweverItIsCut(long seed) {
        List<byte[]> corpus = Vectors.rows("requests.txt", 3).stream()
                .map(row -> Vectors.bytes(row[2]))
                .toList();
        run(new Mutator(seed, corpus), Feed::request);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void aMutatedResponseHasTheSameOutcomeHoweverItIsCut(long seed) {
        List<byte[]> corpus = Vectors.rows("responses.txt", 4).stream()
                .map(row -> Vectors.bytes(row[3]))
                .toList();
        run(new Mutator(seed, corpus), (message, cuts) -> Feed.response("GET", message, cuts));
    }

    private static void run(Mutator mutator, BiFunction<byte[], int[], Outcome> feed) {
        int accepted = 0;
        for (int i = 0; i < MESSAGES; i++) {
            byte[] message = mutator.next();
            Outcome whole = feed.apply(message, new int[0]);
            assertThat(feed.apply(message, mutator.cuts(message.length)).detail())
                    .as(new String(message, StandardCharsets.ISO_8859_1))
                    .isEqualTo(whole.detail());
            accepted += whole.whole() ? 1 : 0;
        }
        // A mutator that breaks everything, or nothing, would test little.
        assertThat(accepted).isBetween(MESSAGES / 50, MESSAGES * 49 / 50);
    }
}

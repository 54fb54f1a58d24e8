package io.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InFlightTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 100})
    void answersMeetTheirMessagesInOrder(int limit) {
        InFlight messages = new InFlight(limit);
        int sent = 0;
        int answered = 0;
        for (int round = 0; round < 50; round++) {
            while (!messages.isFull()) {
                assertThat(messages.next()).isEqualTo(sent);
                messages.add(sent * 10L, sent * 10L + 1, sent++);
            }
            assertThat(messages.count()).isEqualTo(limit);
            for (int i = 0; i <= round % limit; i++) {
                assertThat(messages.first()).isEqualTo(answered);
                assertThat(messages.due()).isEqualTo(answered * 10L);
                assertThat(messages.sent()).isEqualTo(answered * 10L + 1);
                assertThat(messages.size()).isEqualTo(answered++);
                messages.removeFirst();
            }
        }
        messages.clear();
        assertThat(messages.isEmpty()).isTrue();
    }
}

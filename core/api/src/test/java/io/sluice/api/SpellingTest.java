package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "same, same, 0",
        "'', abc, 3",
        "abc, '', 3",
        "backlog, baklog, 1",
        "backlog, backklog, 1",
        "backlog, bocklog, 1",
        "backlog, bakclog, 1",
        "read, raed, 1",
        "upstream, downstream, 4",
    })
    void lettersToChangeAreCounted(String a, String b, int expected) {
        assertThat(Spelling.distance(a, b)).isEqualTo(expected);
        assertThat(Spelling.distance(b, a)).isEqualTo(expected);
    }

    @Test
    void theNearestWordIsNamed() {
        assertThat(Spelling.hint("timeout", List.of("time", "timeouts", "path")))
                .isEqualTo("; did you mean timeouts?");
    }

    @Test
    void aWordThatIsFarFromAllIsNot() {
        assertThat(Spelling.hint("server-name", List.of("names", "routes"))).isEmpty();
        assertThat(Spelling.hint("x", List.of())).isEmpty();
    }
}

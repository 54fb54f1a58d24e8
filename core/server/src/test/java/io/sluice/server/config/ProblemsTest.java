package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.api.Settings;
import io.sluice.testkit.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private final Problems problems = new Problems();

    @Test
    void withoutProblemsTheCheckIsQuiet() throws ConfigException {
        Settings settings = TestSettings.of("size = 5");
        assertThat(problems.build(settings, () -> settings.integer("size", 1, 9)))
                .contains(5);
        problems.check();
    }

    @Test
    void whatAFactoryRefusesIsCollected() {
        Settings one = TestSettings.of("size = 50");
        Settings two = TestSettings.of("name = {}");
        assertThat(problems.build(one, () -> one.integer("size", 1, 9))).isEmpty();
        assertThat(problems.build(two, () -> two.string("name"))).isEmpty();
        assertThat(refused())
                .containsExactly(
                        "test.conf: 1: size: found 50 (expected: a whole number from 1 to 9)",
                        "test.conf: 1: name: found {} (expected: a text)");
    }

    @Test
    void keysThatAFactoryDidNotReadAreCollected() {
        Settings settings = TestSettings.of("size = 5\nsiez = 6");
        problems.build(settings, () -> settings.integer("size", 1, 9));
        assertThat(refused())
                .containsExactly("test.conf: 2: siez: unknown key (expected: one of size; did you mean size?)");
    }

    @Test
    void keysThatAFactoryDidNotComeToAreNot() {
        Settings settings = TestSettings.of("size = 50, other = 6");
        problems.build(settings, () -> settings.integer("size", 1, 9) + settings.integer("other", 1, 9));
        assertThat(refused()).hasSize(1);
    }

    @Test
    void whatElseAFactoryThrowsIsTheCallersConcern() {
        assertThatThrownBy(() ->
                        problems.build(TestSettings.empty(), () -> List.of().get(0)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void problemsComeByFileAndLineAndOnce() {
        List.of("b.conf:2: x", "a.conf:10: x", "a.conf:9: x", "no place", "a.conf:9: x", "a.conf:9: a")
                .forEach(problems::add);
        assertThat(refused()).containsExactly("no place", "a.conf:9: x", "a.conf:9: a", "a.conf:10: x", "b.conf:2: x");
    }

    @Test
    void theMessageHoldsThemAll() {
        problems.add("a.conf:1: x");
        problems.add("a.conf:2: y");
        assertThatThrownBy(problems::check).hasMessage("a.conf:1: x" + System.lineSeparator() + "a.conf:2: y");
    }

    private List<String> refused() {
        return catchThrowableOfType(ConfigException.class, problems::check).problems();
    }
}

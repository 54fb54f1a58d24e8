package io.sluice.plugins.status.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.testkit.FakeStatus;
import io.sluice.testkit.TestSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardTest {
    private static final FakeStatus NOTHING = FakeStatus.of(List.of());

    private static StatusEndpoint at(String path) {
        return new DashboardFactory().create(TestSettings.of("path = \"" + path + "\""));
    }

    private static Map<String, StatusEndpoint> parts(StatusEndpoint page) {
        return page.parts().stream().collect(Collectors.toMap(StatusEndpoint::path, Function.identity()));
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"/, /dashboard", "/dashboard, /dashboard", "/ops/board, /ops/board"})
    void whatThePageAsksForIsAmongItsParts(String path, String base) {
        StatusEndpoint page = at(path);
        StatusResponse answer = page.respond(NOTHING);

        assertThat(page.path()).isEqualTo(path);
        assertThat(answer.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(found("(?<=(src|href)=\")/[^\"]+", answer.body()))
                .hasSize(4)
                .allMatch(asked -> asked.startsWith(base + "/"))
                .allMatch(parts(page)::containsKey);
        parts(page).forEach((at, part) -> {
            String body = part.respond(NOTHING).body();
            assertThat(found("(?<=from '\\./)[^']+", body))
                    .as(at)
                    .allMatch(module -> parts(page).containsKey(base + "/" + module));
        });
        assertThat(parts(page)).containsKey(base + "/events");
    }

    @Test
    void thePageIsAtTheRootWhereNothingElseIsSaid() {
        assertThat(new DashboardFactory().create(TestSettings.empty()).path()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "board", "/board/", "/a//b", "/a b", "/\\\"", "/a?b", "//"})
    void aPathThatIsNoneIsRefused(String path) {
        assertThatThrownBy(() -> at(path))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("a path such as / or /dashboard");
    }

    @Test
    void noScriptOrStyleStandsInThePageAndNothingComesFromElsewhere() {
        StatusEndpoint page = at("/");
        String html = page.respond(NOTHING).body();

        assertThat(found("<script(?! [^>]*src=)[^>]*>|<style|style=| on[a-z]+=", html))
                .isEmpty();
        assertThat(html).doesNotContain("{{");
        parts(page).forEach((path, part) -> {
            String body = part.respond(NOTHING).body();
            assertThat(body).as(path).isNotEmpty();
            assertThat(found("(?i)innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(", body))
                    .as(path)
                    .isEmpty();
            assertThat(found("(?i)(https?:)?//[a-z][a-z0-9-]*\\.[a-z][^'\" ]*", body))
                    .as(path)
                    .allMatch("http://www.w3.org/2000/svg"::equals);
        });
    }

    @Test
    void anUnknownSettingIsTold() {
        Settings settings = TestSettings.of("paht = \"/x\"");
        new DashboardFactory().create(settings);

        assertThat(TestSettings.complaints(settings)).hasSize(1);
    }
}

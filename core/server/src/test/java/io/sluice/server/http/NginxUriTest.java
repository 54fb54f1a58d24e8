package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NginxUriTest {
    @ParameterizedTest
    @MethodSource("recorded")
    void pathAndQueryAreWhatNginxMakesOfTheTarget(String target, String uri, String args) {
        if (uri.equals("400")) {
            ProxyException refused =
                    catchThrowableOfType(ProxyException.class, () -> RequestTarget.of(target, "GET", true));
            assertThat(refused.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
            return;
        }
        RequestTarget parsed = RequestTarget.of(target, "GET", true);
        assertThat(parsed.path()).isEqualTo(uri);
        assertThat(parsed.query()).isEqualTo(args);
        assertThat(parsed.originForm()).isEqualTo(target);
    }

    static Stream<Arguments> recorded() {
        return Vectors.rows("nginx-uri.txt", 3).stream()
                .map(row -> Arguments.of(Vectors.text(row[0]), Vectors.text(row[1]), query(row[2])));
    }

    private static String query(String column) {
        return column.equals("-") ? null : Vectors.text(column.equals("\"\"") ? "" : column);
    }
}

package io.sluice.nginx.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each directive that guides on nginx as a WebSocket proxy name is among the pairs, and among the files that are refused. */
class GuidesTest {
    private static final String PAIRS = pairs();
    private static final String REFUSED = read(resource("/io/sluice/nginx/directive/refused.txt"));

    @ParameterizedTest
    @MethodSource("directives")
    void aPairShowsWhatItBecomes(String directive) {
        assertThat(written(directive).matcher(PAIRS).find()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("directives")
    void aFileShowsHowItIsRefused(String directive) {
        assertThat(written(directive).matcher(REFUSED).find()).isTrue();
    }

    /** As a statement or a block, not within a comment or a text. */
    private static Pattern written(String directive) {
        return Pattern.compile("(?m)^(?:[^#\"']*[{;]\\s*|\\s*)" + directive + "[\\s;{]");
    }

    static List<String> directives() {
        return read(resource("/io/sluice/nginx/directive/guides.txt")).lines().toList();
    }

    private static String pairs() {
        Path folder = resource("proxy.nginx.conf").getParent();
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".nginx.conf"))
                    .map(GuidesTest::read)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(GuidesTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

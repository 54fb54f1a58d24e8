package io.sluice.nginx.directive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.nginx.NginxCopy;
import io.sluice.nginx.RealNginx;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pairs of files under refused/: NAME.nginx.conf, in which each bad directive has a line of its own, and NAME.errors.txt, what
 * is told of it.
 */
class RefusedFilesTest {
    private static final String IN = ".nginx.conf";
    private static final Pattern PLACE = Pattern.compile(" in \\S+:([0-9]+)$");

    /** Of a file that cannot be opened nginx's words come with those of the operating system before a colon. */
    private static final Pattern SYSTEM = Pattern.compile("open\\(\\) \"[^\"]*\" failed \\([0-9]+: ");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("inputs")
    void allThatIsWrongIsToldWithItsPlace(Path input) throws IOException {
        Configuration configuration = Configuration.read(input);

        assertThat(Checker.check(configuration))
                .extracting(problem -> problem.toString().replace(configuration.prefix(), "FOLDER/"))
                .containsExactlyElementsOf(Files.readAllLines(
                        input.resolveSibling(input.getFileName().toString().replace(IN, ".errors.txt"))));
    }

    /** nginx stops at the first: without that line it goes on to the next. */
    @ParameterizedTest
    @MethodSource("inputs")
    void aRealNginxRefusesTheSameLinesWithTheSameWords(Path input) throws Exception {
        RealNginx.assumeInstalled();
        Path copy = NginxCopy.of(input, folder);
        List<String> lines = new ArrayList<>(Files.readAllLines(copy));
        List<String> refusals = new ArrayList<>();
        Optional<String> refusal = RealNginx.firstRefusal(copy);
        while (refusal.isPresent()) {
            refusals.add(withoutSystem(refusal.get()));
            Matcher place = PLACE.matcher(refusal.get());
            assertThat(place.find()).as(refusal.get()).isTrue();
            int line = Integer.parseInt(place.group(1)) - 1;
            assertThat(lines.set(line, "")).as(refusal.get()).isNotEmpty();
            Files.write(copy, lines);
            refusal = RealNginx.firstRefusal(copy);
        }

        assertThat(refusals)
                .containsExactlyElementsOf(Checker.check(Configuration.read(input)).stream()
                        .map(problem ->
                                inNginxWords(problem).replace(input.getParent().toString(), folder.toString()))
                        .toList());
    }

    private static String inNginxWords(Problem problem) {
        return withoutSystem(
                problem.message() + problem.place().map(place -> " in " + place).orElse(""));
    }

    private static String withoutSystem(String refusal) {
        return SYSTEM.matcher(refusal).replaceFirst("");
    }

    static List<Path> inputs() {
        try (Stream<Path> files =
                Files.list(Path.of(NginxCopy.class.getResource("refused").toURI()))) {
            return files.filter(file -> file.toString().endsWith(IN)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

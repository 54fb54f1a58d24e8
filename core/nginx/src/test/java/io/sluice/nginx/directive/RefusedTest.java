package io.sluice.nginx.directive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.nginx.RealNginx;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table refused.txt. */
class RefusedTest {
    private static final Pattern REPEATED = Pattern.compile("\\{(.)\\*([0-9]+)}");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("cases")
    void whatNginxRefusesIsRefusedWithTheSameWordsAtTheSameLine(Case bad) throws IOException {
        List<Problem> problems = Checker.check(Configuration.read(write(bad)));

        assertThat(problems).isNotEmpty();
        assertThat(inNginxWords(problems.get(0))).isEqualTo(bad.refusal());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theTableIsWhatARealNginxSays(Case bad) throws Exception {
        RealNginx.assumeInstalled();

        assertThat(RealNginx.firstRefusal(write(bad)).map(this::shortened)).contains(bad.refusal());
    }

    private Path write(Case bad) throws IOException {
        return Files.writeString(folder.resolve("nginx.conf"), bad.text());
    }

    private String inNginxWords(Problem problem) {
        return shortened(
                problem.message() + problem.place().map(place -> " in " + place).orElse(""));
    }

    private String shortened(String message) {
        return message.replace(folder + "/", "FOLDER/");
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream in = RefusedTest.class.getResourceAsStream("refused.txt")) {
            String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(table.split("\n== ")).skip(1).map(Case::of);
        }
    }

    /** One entry of the table. */
    record Case(String rule, String refusal, String text) {
        static Case of(String entry) {
            String[] parts = entry.split("\n", 3);
            String text = parts[2].endsWith("\n") ? parts[2].substring(0, parts[2].length() - 1) : parts[2];
            return new Case(parts[0], expand(parts[1].substring("-- ".length())), expand(text));
        }

        private static String expand(String text) {
            return REPEATED.matcher(text.replace("{bom}", "\ufeff").replace("{r}", "\r"))
                    .replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2))));
        }

        @Override
        public String toString() {
            return rule;
        }
    }
}

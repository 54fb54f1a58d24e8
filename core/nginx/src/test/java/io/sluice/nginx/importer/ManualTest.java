package io.sluice.nginx.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on nginx's directives says of each what the importer does. */
class ManualTest {
    private static final Path MANUAL = Path.of("../../distribution/src/main/docs/nginx.md");
    private static final Pattern WORD = Pattern.compile("`([a-z_0-9= ]+)`");

    @Test
    void whatHasNoEffectStandsThereAndNothingElse() throws IOException {
        assertThat(firstColumn("What has no effect here")).isEqualTo(remarks("none"));
    }

    @Test
    void whatThereIsToDoInsteadStandsThereAndNothingElse() throws IOException {
        assertThat(firstColumn("What is refused")).isEqualTo(remarks("instead"));
    }

    private static Set<String> remarks(String kind) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("src/main/resources/io/sluice/nginx/importer/remarks.txt"))) {
            if (line.startsWith(kind + " ")) {
                String words =
                        line.substring(kind.length(), line.indexOf(" : ")).trim();
                Arrays.stream(words.split(" +", -1))
                        .map(name -> name.replace('=', ' '))
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static Set<String> firstColumn(String heading) throws IOException {
        List<String> lines = Files.readAllLines(MANUAL);
        Set<String> names = new TreeSet<>();
        for (String line : lines.subList(lines.indexOf("## " + heading) + 1, lines.size())) {
            if (line.startsWith("## ")) {
                break;
            }
            if (line.startsWith("| `")) {
                Matcher word = WORD.matcher(line.substring(0, line.indexOf(" | ", 2)));
                while (word.find()) {
                    names.add(word.group(1));
                }
            }
        }
        return names;
    }
}

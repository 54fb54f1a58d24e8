package io.sluice.server.variable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/variables.md lists every variable, and no other. */
class VariablesManualTest {
    private static final Pattern NAME = Pattern.compile("`\\$([a-z0-9_]+?)(_NAME)?`");

    private final Variables variables = new Variables();

    /** The names in the first column of the page's tables, a family with its underscore. */
    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("../../distribution/src/main/docs/variables.md"))) {
            List<String> cells = List.of(line.split("\\|", -1));
            if (line.startsWith("| `$")) {
                Matcher matcher = NAME.matcher(cells.get(1));
                while (matcher.find()) {
                    names.add(matcher.group(2) == null ? matcher.group(1) : matcher.group(1) + "_");
                }
            }
        }
        return names;
    }

    @Test
    void everyVariableIsInTheManual() throws IOException {
        assertThat(documented()).containsAll(variables.names());
    }

    @Test
    void everyNameOfTheManualIsAVariable() throws IOException {
        Set<String> usable = documented().stream()
                .map(name -> name.endsWith("_") ? name + "x" : name)
                .collect(Collectors.toSet());

        assertThat(usable).hasSizeGreaterThan(40).allSatisfy(name -> variables.compile("$" + name));
    }
}

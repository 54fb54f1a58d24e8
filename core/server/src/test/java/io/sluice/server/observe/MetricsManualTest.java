package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsManualTest {
    @Test
    void theManualListsEveryFigureAsTheServerDescribesIt() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../../distribution/src/main/docs/metrics.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of(Metric.values()).map(MetricsManualTest::row),
                                Stream.of(EndpointFigure.values()).map(MetricsManualTest::row))
                        .toList());
    }

    private static String row(Metric metric) {
        String kind = metric.kind() == Metric.Kind.READ
                ? "gauge"
                : metric.kind().name().toLowerCase(Locale.ROOT);
        return "| `" + metric.id() + "` | " + kind + " | " + metric.doc() + " |";
    }

    private static String row(EndpointFigure figure) {
        return "| `" + figure.id("<upstream>", "<address>") + "` | "
                + figure.kind().name().toLowerCase(Locale.ROOT) + " | " + figure.doc() + " |";
    }
}

package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.status.Figure;
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
                .containsExactlyElementsOf(Stream.of(
                                new Metrics().status().figures().stream().map(MetricsManualTest::row),
                                Stream.of(Metric.values()).map(MetricsManualTest::row),
                                Stream.of(EndpointFigure.values()).map(MetricsManualTest::row))
                        .flatMap(each -> each)
                        .toList());
    }

    private static String row(Figure figure) {
        return "| `" + figure.name() + "` | `" + inPrometheus(figure) + "` | "
                + figure.kind().name().toLowerCase(Locale.ROOT) + " | " + String.join(", ", figure.labels()) + " | "
                + figure.help() + " |";
    }

    private static String inPrometheus(Figure figure) {
        String unit = figure.unit() == Figure.Unit.NUMBER
                ? ""
                : "_" + figure.unit().name().toLowerCase(Locale.ROOT);
        String name = figure.name().replace('.', '_').replace('-', '_');
        return name + (name.endsWith(unit) ? "" : unit) + (figure.kind() == Figure.Kind.COUNTER ? "_total" : "");
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

package io.sluice.plugins.status.prometheus;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.Figure;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page, in the text format that has been Prometheus' own, or in OpenMetrics for who accepts that. */
final class PrometheusPage implements StatusEndpoint {
    private static final Logger log = LoggerFactory.getLogger(PrometheusPage.class);

    private final ExpositionFormatWriter text =
            PrometheusTextFormatWriter.builder().build();
    private final ExpositionFormatWriter openMetrics =
            OpenMetricsTextFormatWriter.builder().build();
    private final String path;

    /** The names of figures of which the log has told that something is left out. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    PrometheusPage(String path) {
        this.path = path;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public StatusResponse respond(StatusView status) {
        return write(text, status);
    }

    @Override
    public StatusResponse respond(StatusView status, ExchangeView request) {
        String accepted = String.join(",", request.requestHeaders().all("Accept"));
        return write(openMetrics.accepts(accepted) ? openMetrics : text, status);
    }

    private StatusResponse write(ExpositionFormatWriter writer, StatusView status) {
        ByteArrayOutputStream page = new ByteArrayOutputStream(64 * 1024);
        try {
            writer.write(page, snapshots(status), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of an array: never
        }
        return StatusResponse.ok(writer.getContentType(), page.toString(StandardCharsets.UTF_8));
    }

    private MetricSnapshots snapshots(StatusView status) {
        MetricSnapshots.Builder out = MetricSnapshots.builder();
        out.metricSnapshot(InfoSnapshot.builder()
                .name("sluice_build")
                .help("the version that runs")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(Labels.of("version", status.version()))
                        .build())
                .build());
        for (Figure figure : status.figures()) {
            add(figure, out);
        }
        return out.build();
    }

    /** What the library refuses, such as a counter below 0, is left out: the others are to be seen all the same. */
    private void add(Figure figure, MetricSnapshots.Builder out) {
        try {
            MetricSnapshot made = Snapshots.of(figure, refused -> leftOut(figure, refused));
            if (made.getDataPoints().isEmpty()) {
                return;
            }
            if (out.containsMetricName(made.getMetadata().getName())) {
                throw new IllegalArgumentException("there is another figure of this name");
            }
            out.metricSnapshot(made);
        } catch (IllegalArgumentException e) {
            leftOut(figure, e);
        }
    }

    private void leftOut(Figure figure, IllegalArgumentException why) {
        if (told.add(figure.name())) {
            log.warn("status-prometheus: {}: a value is left out of the page: {}", figure.name(), why.getMessage());
        }
    }
}

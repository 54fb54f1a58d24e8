package io.sluice.plugins.status.prometheus;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
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

/** The page, in the text format that has been Prometheus' own, or in OpenMetrics for who accepts that. */
final class PrometheusPage implements StatusEndpoint {
    private final ExpositionFormatWriter text =
            PrometheusTextFormatWriter.builder().build();
    private final ExpositionFormatWriter openMetrics =
            OpenMetricsTextFormatWriter.builder().build();
    private final String path;

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

    private static StatusResponse write(ExpositionFormatWriter writer, StatusView status) {
        ByteArrayOutputStream page = new ByteArrayOutputStream(64 * 1024);
        try {
            writer.write(page, snapshots(status), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of an array: never
        }
        return StatusResponse.ok(writer.getContentType(), page.toString(StandardCharsets.UTF_8));
    }

    private static MetricSnapshots snapshots(StatusView status) {
        MetricSnapshots.Builder out = MetricSnapshots.builder();
        out.metricSnapshot(InfoSnapshot.builder()
                .name("sluice_build")
                .help("the version that runs")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(Labels.of("version", status.version()))
                        .build())
                .build());
        for (Figure figure : status.figures()) {
            if (!figure.samples().isEmpty()) {
                out.metricSnapshot(Snapshots.of(figure));
            }
        }
        return out.build();
    }
}

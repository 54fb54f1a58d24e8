package io.sluice.plugins.status.prometheus;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.sluice.api.status.Figure;
import io.sluice.api.status.Figure.Distribution;
import io.sluice.api.status.Figure.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Figures in the terms of Prometheus' library. */
final class Snapshots {
    private Snapshots() {}

    /**
     * A figure, without the samples that the library refuses.
     *
     * @param refused is told why, for each of these
     * @throws IllegalArgumentException when it refuses all of it, as two samples with the same labels
     */
    static MetricSnapshot of(Figure figure, Consumer<IllegalArgumentException> refused) {
        MetricMetadata metadata = metadata(figure);
        return switch (figure.kind()) {
            case COUNTER ->
                new CounterSnapshot(metadata, all(figure, refused, (Point<CounterDataPointSnapshot>)
                        (labels, sample) -> new CounterDataPointSnapshot(sample.value(), labels, null, 0)));
            case GAUGE ->
                new GaugeSnapshot(metadata, all(figure, refused, (Point<GaugeDataPointSnapshot>)
                        (labels, sample) -> new GaugeDataPointSnapshot(sample.value(), labels, null)));
            case DISTRIBUTION ->
                figure.samples().stream()
                                .allMatch(sample ->
                                        sample.distribution().buckets().isEmpty())
                        ? new SummarySnapshot(
                                metadata, all(figure, refused, (Point<SummaryDataPointSnapshot>) Snapshots::summary))
                        : new HistogramSnapshot(metadata, all(figure, refused, (Point<HistogramDataPointSnapshot>)
                                Snapshots::histogram));
        };
    }

    private interface Point<T> {
        T of(Labels labels, Sample sample);
    }

    private static <T> List<T> all(Figure figure, Consumer<IllegalArgumentException> refused, Point<T> point) {
        List<T> points = new ArrayList<>();
        for (Sample sample : figure.samples()) {
            try {
                points.add(point.of(Labels.of(figure.labels(), sample.labels()), sample));
            } catch (IllegalArgumentException e) {
                refused.accept(e);
            }
        }
        return points;
    }

    /** The library puts the unit and, for counters, {@code total} behind the name. */
    static MetricMetadata metadata(Figure figure) {
        String name = figure.name().replace('.', '_').replace('-', '_');
        Unit unit =
                switch (figure.unit()) {
                    case NUMBER -> null;
                    case SECONDS -> Unit.SECONDS;
                    case BYTES -> Unit.BYTES;
                };
        boolean whole = unit == null || name.endsWith("_" + unit);
        return new MetricMetadata(whole ? name : name + "_" + unit, figure.help(), unit);
    }

    private static SummaryDataPointSnapshot summary(Labels labels, Sample sample) {
        Distribution all = sample.distribution();
        return new SummaryDataPointSnapshot(all.count(), all.sum(), Quantiles.EMPTY, labels, null, 0);
    }

    private static HistogramDataPointSnapshot histogram(Labels labels, Sample sample) {
        Distribution all = sample.distribution();
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long above = all.count();
        for (Figure.Bucket bucket : all.buckets()) {
            buckets.bucket(bucket.upTo(), bucket.count());
            above -= bucket.count();
        }
        buckets.bucket(Double.POSITIVE_INFINITY, above);
        return new HistogramDataPointSnapshot(buckets.build(), all.sum(), labels, null, 0);
    }
}

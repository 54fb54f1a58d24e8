package io.sluice.bench.load;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** Adds up what the threads of a run have counted: each second while they run, and all of it when they have ended. */
final class Collector {
    private final List<Worker> workers;
    private final Errors errors;
    private final Histogram total = Tally.histogram();
    private final Histogram interval = Tally.histogram();
    private final Histogram part = Tally.histogram();
    private long answered;
    private long at = System.nanoTime();

    Collector(List<Worker> workers, Errors errors) {
        this.workers = workers;
        this.errors = errors;
    }

    long open() {
        return sum(tally -> tally.open.getOpaque());
    }

    /** What has happened since the last call. */
    Sample sample(String phase, double seconds) {
        take();
        long now = System.nanoTime();
        long all = sum(tally -> tally.answered.getOpaque());
        double rate = (all - answered) * 1e9 / Math.max(1, now - at);
        answered = all;
        at = now;
        return new Sample(phase, seconds, rate, interval, open(), errors.total());
    }

    /** Takes the latencies that have come since the last call. */
    void take() {
        interval.reset();
        for (Worker worker : workers) {
            worker.tally.measured.getIntervalHistogramInto(part);
            total.add(part);
            interval.add(part);
            worker.tally.unmeasured.getIntervalHistogramInto(part);
            interval.add(part);
        }
    }

    /** All of it, when the threads have ended. */
    Figures figures(Plan plan, boolean interrupted, double seconds, long open) {
        return new Figures(
                plan,
                interrupted,
                seconds,
                sum(tally -> tally.messages),
                sum(tally -> tally.sent),
                sum(tally -> tally.bytesIn),
                sum(tally -> tally.bytesOut),
                total,
                merged(tally -> tally.connect),
                merged(tally -> tally.tls),
                merged(tally -> tally.upgrade),
                merged(tally -> tally.opening),
                sum(tally -> tally.opened),
                sum(tally -> tally.reopened),
                open,
                sum(tally -> tally.lost),
                sum(tally -> tally.alive),
                sum(tally -> tally.pings),
                sum(tally -> tally.late),
                workers.stream()
                        .mapToLong(worker -> worker.tally.mostLate)
                        .max()
                        .orElse(0),
                sum(tally -> tally.unsent),
                sum(tally -> tally.unanswered),
                statuses(),
                errors.byKind());
    }

    private long sum(ToLongFunction<Tally> figure) {
        return workers.stream()
                .mapToLong(worker -> figure.applyAsLong(worker.tally))
                .sum();
    }

    private Histogram merged(Function<Tally, Histogram> of) {
        Histogram all = Tally.histogram();
        workers.forEach(worker -> all.add(of.apply(worker.tally)));
        return all;
    }

    private Map<Integer, Long> statuses() {
        Map<Integer, Long> all = new TreeMap<>();
        for (Worker worker : workers) {
            for (int status = 0; status < worker.tally.statuses.length; status++) {
                long count = worker.tally.statuses[status];
                if (count > 0) {
                    all.merge(status, count, Long::sum);
                }
            }
        }
        return all;
    }
}

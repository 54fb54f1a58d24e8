package io.sluice.bench.report;

import io.sluice.bench.load.Plan;
import io.sluice.bench.load.Sample;
import java.io.PrintStream;
import java.util.Locale;

/** A line each second while a run lasts. */
public final class LiveLine implements Sample.Observer {
    private final PrintStream out;
    private final String unit;

    /** For a run of this plan. */
    public LiveLine(PrintStream out, Plan plan) {
        this.out = out;
        this.unit = Words.unit(plan);
    }

    @Override
    public void take(Sample sample) {
        String latency = sample.latency().getTotalCount() == 0
                ? ""
                : "p50 " + Format.time(sample.latency().getValueAtPercentile(50)) + "  p99 "
                        + Format.time(sample.latency().getValueAtPercentile(99));
        out.printf(
                Locale.ROOT,
                "%-10s %4.0fs %11s %ss/s  %-24s  %s open  %s%n",
                sample.phase(),
                sample.seconds(),
                Format.rate(sample.rate()),
                unit,
                latency,
                Format.count(sample.open()),
                Format.many(sample.errors(), "error"));
    }
}

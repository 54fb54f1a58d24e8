package io.sluice.bench.report;

import io.sluice.bench.load.Figures;
import io.sluice.bench.load.Messages;
import io.sluice.bench.load.Mode;
import io.sluice.bench.load.Plan;
import io.sluice.bench.load.Request;
import io.sluice.bench.load.Sizes;
import io.sluice.bench.load.Target;
import io.sluice.bench.load.Traffic;
import io.sluice.bench.wire.Opcode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Figures of runs that never were. */
final class Samples {
    private static final long SECOND = 1_000_000_000;

    private Samples() {}

    static Plan plan(String url, Mode mode, double rate) {
        Target target = Target.parse(url);
        return new Plan(
                target,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                mode,
                new Request(target, "GET", List.of(), null, ""),
                target.webSocket() ? new Messages(Traffic.ECHO, Opcode.BINARY, Sizes.of(64), null, 0) : null,
                null,
                100,
                2,
                2 * SECOND,
                10 * SECOND,
                rate,
                0,
                1,
                10 * SECOND,
                List.of());
    }

    /** From 1 to 1,000 microseconds, one of each. */
    static Histogram times() {
        Histogram times = new Histogram(3);
        for (int micros = 1; micros <= 1000; micros++) {
            times.recordValue(micros * 1000L);
        }
        return times;
    }

    static Figures figures(Plan plan, Map<Integer, Long> statuses, Map<String, Figures.Kind> errors) {
        Histogram none = new Histogram(3);
        return new Figures(
                plan,
                false,
                10,
                712_345,
                712_400,
                45_590_080,
                45_593_600,
                times(),
                times(),
                none,
                times(),
                times(),
                103,
                3,
                100,
                3,
                99,
                7,
                12,
                2_500_000,
                55,
                1,
                statuses,
                errors);
    }
}

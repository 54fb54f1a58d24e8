package io.sluice.bench.report;

import io.sluice.bench.load.Figures;
import io.sluice.bench.load.Mode;
import io.sluice.bench.load.Plan;
import io.sluice.bench.load.Traffic;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Figures as a table for people. */
public final class TextReport {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};
    private static final String ROW = "%-13s%9s%9s%9s%9s%9s%9s%n";

    private final Figures figures;
    private final Plan plan;
    private final StringBuilder out = new StringBuilder();

    private TextReport(Figures figures) {
        this.figures = figures;
        this.plan = figures.plan();
    }

    /** All of it, lines with their ends. */
    public static String of(Figures figures) {
        return new TextReport(figures).text();
    }

    /** The first line of it, known before the run. */
    public static String title(Plan plan) {
        StringBuilder title = new StringBuilder(plan.target() + ": " + Words.work(plan) + ", "
                + Format.many(plan.connections(), "connection") + ", " + Format.many(plan.threads(), "thread"));
        if (plan.mode() == Mode.MESSAGES && plan.target().webSocket() && plan.traffic() != Traffic.RECEIVE) {
            title.append(", ")
                    .append(plan.messages().sizes())
                    .append(" bytes")
                    .append(", ")
                    .append(plan.inFlight())
                    .append(" in flight");
        }
        if (plan.rate() > 0) {
            title.append(", ").append(Format.rate(plan.rate())).append("/s");
        }
        if (plan.connectRate() > 0) {
            title.append(", connected at ")
                    .append(Format.rate(plan.connectRate()))
                    .append("/s");
        }
        title.append(", ").append(Format.seconds(plan.duration() / 1e9)).append(" s");
        if (plan.warmup() > 0) {
            title.append(" after ").append(Format.seconds(plan.warmup() / 1e9)).append(" s of warm-up");
        }
        return title.toString();
    }

    private String text() {
        line("", title(plan));
        if (figures.interrupted()) {
            line("", "ended early, after " + Format.seconds(figures.seconds()) + " s of measuring");
        }
        if (figures.opened() == 0) {
            line("", "no connection could be opened");
        }
        if (plan.mode() != Mode.IDLE) {
            out.append('\n');
            throughput();
        }
        schedule();
        times();
        connections();
        statuses();
        errors();
        return out.toString();
    }

    private void throughput() {
        String sum = Format.rate(figures.rate()) + "/s  (" + Format.count(figures.messages()) + " in "
                + Format.seconds(figures.seconds()) + " s)";
        if (plan.mode() == Mode.MESSAGES && figures.seconds() > 0) {
            sum += "  in " + Format.bytes(figures.bytesIn() / figures.seconds()) + "  out "
                    + Format.bytes(figures.bytesOut() / figures.seconds());
        }
        line(Words.unit(plan) + "s", sum);
        if (figures.unanswered() > 0) {
            line("unanswered", Format.count(figures.unanswered()) + " when the run ended");
        }
    }

    private void schedule() {
        if (plan.rate() > 0) {
            line(
                    "schedule",
                    Format.rate(plan.rate()) + "/s wanted; " + Format.count(figures.late())
                            + " sent more than 1 ms late, "
                            + Format.time(figures.mostLateNanos()) + " at most; " + Format.count(figures.unsent())
                            + " never sent");
            if (figures.lowerBounds() > 0) {
                line(
                        "no answer",
                        Format.count(figures.lowerBounds())
                                + " never sent or unanswered are in latency with the time they had waited, a lower bound");
            }
        }
    }

    private void times() {
        if (figures.opening().getTotalCount() == 0) {
            out.append(plan.mode() == Mode.IDLE ? "\n" : "");
            return;
        }
        out.append('\n').append(String.format(Locale.ROOT, ROW, "", "mean", "p50", "p90", "p99", "p99.9", "max"));
        row("latency", figures.latency());
        row("connect", figures.connect());
        row("TLS", figures.tls());
        row("upgrade", figures.upgrade());
        row("opening", figures.opening());
        out.append('\n');
    }

    private void row(String name, Histogram times) {
        if (times.getTotalCount() == 0) {
            return;
        }
        Object[] cells = new Object[PERCENTILES.length + 3];
        cells[0] = name;
        cells[1] = Format.time(times.getMean());
        for (int i = 0; i < PERCENTILES.length; i++) {
            cells[i + 2] = Format.time(times.getValueAtPercentile(PERCENTILES[i]));
        }
        cells[cells.length - 1] = Format.time(times.getMaxValue());
        out.append(String.format(Locale.ROOT, ROW, cells));
    }

    private void connections() {
        String sum = Format.count(figures.opened()) + " opened";
        if (plan.mode() != Mode.HANDSHAKES) {
            sum += ", " + Format.count(figures.reopened()) + " of them in place of others; "
                    + Format.count(figures.open()) + " open at the end; " + Format.count(figures.lost()) + " lost";
        }
        if (plan.mode() == Mode.IDLE && plan.target().webSocket()) {
            sum += "; " + Format.count(figures.alive()) + " answered a ping at the end";
        }
        line("connections", sum);
        if (figures.pings() > 0) {
            line("pings", Format.count(figures.pings()) + " of the server's answered");
        }
    }

    private void statuses() {
        if (!figures.statuses().isEmpty()) {
            StringBuilder all = new StringBuilder();
            figures.statuses()
                    .forEach((status, count) -> all.append(all.isEmpty() ? "" : ", ")
                            .append(status)
                            .append(": ")
                            .append(Format.count(count)));
            line("statuses", all.toString());
        }
    }

    private void errors() {
        line("errors", figures.errors().isEmpty() ? "none" : Format.count(figures.errorCount()));
        figures.errors()
                .forEach((kind, errors) -> out.append(String.format(
                        Locale.ROOT,
                        "  %-18s%10s  %s%n",
                        kind,
                        Format.count(errors.count()),
                        Format.plain(String.valueOf(errors.example())))));
    }

    private void line(String name, String text) {
        if (name.isEmpty()) {
            out.append(text);
        } else {
            out.append(String.format(Locale.ROOT, "%-13s%s", name, text));
        }
        out.append('\n');
    }
}

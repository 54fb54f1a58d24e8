package io.sluice.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.bench.load.Figures;
import io.sluice.bench.load.Mode;
import io.sluice.bench.load.Plan;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.HdrHistogram.Histogram;

/** Figures as one object of JSON. docs/bench.md has its keys, which stay; there may come others. */
public final class JsonReport {
    private static final int FORMAT = 1;

    private final Figures figures;
    private final Plan plan;
    private final JsonGenerator json;

    private JsonReport(Figures figures, JsonGenerator json) {
        this.figures = figures;
        this.plan = figures.plan();
        this.json = json;
    }

    /** The text, with a line end. */
    public static String of(Figures figures) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            new JsonReport(figures, json).write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append("\n").toString();
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeNumberField("format", FORMAT);
        json.writeStringField("url", plan.target().toString());
        json.writeStringField("work", Words.work(plan));
        settings();
        json.writeBooleanField("interrupted", figures.interrupted());
        number("seconds", figures.seconds());
        json.writeStringField("unit", Words.unit(plan));
        json.writeNumberField("count", figures.messages());
        number("perSecond", figures.rate());
        json.writeNumberField("sent", figures.sent());
        json.writeNumberField("bytesIn", figures.bytesIn());
        json.writeNumberField("bytesOut", figures.bytesOut());
        number("megabytesPerSecondIn", perSecond(figures.bytesIn()) / 1e6);
        number("megabytesPerSecondOut", perSecond(figures.bytesOut()) / 1e6);
        json.writeNumberField("unanswered", figures.unanswered());
        schedule();
        times("latencyMicros", figures.latency());
        times("connectMicros", figures.connect());
        times("tlsMicros", figures.tls());
        times("upgradeMicros", figures.upgrade());
        times("openingMicros", figures.opening());
        connections();
        json.writeObjectFieldStart("statuses");
        for (var status : figures.statuses().entrySet()) {
            json.writeNumberField(status.getKey().toString(), status.getValue());
        }
        json.writeEndObject();
        errors();
        json.writeEndObject();
    }

    private void settings() throws IOException {
        json.writeObjectFieldStart("settings");
        json.writeNumberField("connections", plan.connections());
        json.writeNumberField("threads", plan.threads());
        number("warmupSeconds", plan.warmup() / 1e9);
        number("durationSeconds", plan.duration() / 1e9);
        number("timeoutSeconds", plan.timeout() / 1e9);
        number("rate", plan.rate());
        number("connectRate", plan.connectRate());
        json.writeNumberField("inFlight", plan.inFlight());
        json.writeStringField(
                "size",
                plan.target().webSocket()
                        ? plan.messages().sizes().toString()
                        : Integer.toString(plan.request().bodyBytes()));
        json.writeEndObject();
    }

    private void schedule() throws IOException {
        json.writeObjectFieldStart("schedule");
        json.writeNumberField("late", figures.late());
        number("mostLateMicros", figures.mostLateNanos() / 1e3);
        json.writeNumberField("unsent", figures.unsent());
        json.writeNumberField("lowerBounds", figures.lowerBounds());
        json.writeEndObject();
    }

    private void times(String key, Histogram times) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeNumberField("count", times.getTotalCount());
        if (times.getTotalCount() > 0) {
            number("min", times.getMinValue() / 1e3);
            number("mean", times.getMean() / 1e3);
            number("p50", times.getValueAtPercentile(50) / 1e3);
            number("p90", times.getValueAtPercentile(90) / 1e3);
            number("p99", times.getValueAtPercentile(99) / 1e3);
            number("p999", times.getValueAtPercentile(99.9) / 1e3);
            number("p9999", times.getValueAtPercentile(99.99) / 1e3);
            number("max", times.getMaxValue() / 1e3);
        }
        json.writeEndObject();
    }

    private void connections() throws IOException {
        json.writeObjectFieldStart("connections");
        json.writeNumberField("opened", figures.opened());
        json.writeNumberField("reopened", figures.reopened());
        json.writeNumberField("openAtEnd", figures.open());
        json.writeNumberField("lost", figures.lost());
        if (plan.mode() == Mode.IDLE) {
            json.writeNumberField("alive", figures.alive());
        }
        json.writeNumberField("pings", figures.pings());
        json.writeEndObject();
    }

    private void errors() throws IOException {
        json.writeNumberField("errorCount", figures.errorCount());
        json.writeObjectFieldStart("errors");
        for (var kind : figures.errors().entrySet()) {
            json.writeObjectFieldStart(kind.getKey());
            json.writeNumberField("count", kind.getValue().count());
            json.writeStringField("example", kind.getValue().example());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private double perSecond(long amount) {
        return figures.seconds() > 0 ? amount / figures.seconds() : 0;
    }

    /** Three places after the point at most, none where there is nothing to say. */
    private void number(String key, double value) throws IOException {
        json.writeFieldName(key);
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        json.writeNumber((rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString());
    }
}

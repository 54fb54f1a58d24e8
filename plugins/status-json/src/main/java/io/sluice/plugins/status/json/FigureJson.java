package io.sluice.plugins.status.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.api.status.Figure;
import io.sluice.api.status.Figure.Bucket;
import io.sluice.api.status.Figure.Distribution;
import io.sluice.api.status.Figure.Sample;
import java.io.IOException;
import java.util.Locale;

/** A figure as an object, its labels by their names in each sample. */
final class FigureJson {
    /** Above, a double does not tell neighbouring whole numbers apart. */
    private static final double WHOLE = 1L << 53;

    private FigureJson() {}

    static void write(JsonGenerator out, Figure figure) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", figure.name());
        out.writeStringField("help", figure.help());
        out.writeStringField("kind", figure.kind().name().toLowerCase(Locale.ROOT));
        out.writeStringField("unit", figure.unit().name().toLowerCase(Locale.ROOT));
        out.writeArrayFieldStart("samples");
        for (Sample sample : figure.samples()) {
            out.writeStartObject();
            out.writeObjectFieldStart("labels");
            for (int i = 0; i < sample.labels().size(); i++) {
                out.writeStringField(figure.labels().get(i), sample.labels().get(i));
            }
            out.writeEndObject();
            if (sample.distribution() == null) {
                out.writeFieldName("value");
                number(out, sample.value());
            } else {
                write(out, sample.distribution());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Distribution all) throws IOException {
        out.writeNumberField("count", all.count());
        out.writeFieldName("sum");
        number(out, all.sum());
        if (all.buckets().isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("buckets");
        for (Bucket bucket : all.buckets()) {
            out.writeStartObject();
            out.writeFieldName("upTo");
            number(out, bucket.upTo());
            out.writeNumberField("count", bucket.count());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void number(JsonGenerator out, double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) <= WHOLE) {
            out.writeNumber((long) value);
        } else {
            out.writeNumber(value);
        }
    }
}

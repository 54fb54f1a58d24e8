package io.sluice.plugins.accesslog.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.sluice.api.accesslog.AccessLogEntry;
import io.sluice.api.accesslog.AccessLogFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes an object for each entry. What goes into it is bytes by now, so that what comes out is, too. */
final class JsonFormat implements AccessLogFormat {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_CONTENT).build();

    /** What variables of tries show in place of a time that has not come: no value among numbers. */
    private static final char NOT_YET = '-';

    private final List<JsonField> fields;
    private final boolean keepEmpty;

    JsonFormat(List<JsonField> fields, boolean keepEmpty) {
        this.fields = List.copyOf(fields);
        this.keepEmpty = keepEmpty;
    }

    @Override
    public void append(AccessLogEntry entry, StringBuilder line) {
        StringBuilder text = new StringBuilder(128);
        try (JsonGenerator out = JSON.createGenerator(new Appending(line))) {
            out.writeStartObject();
            for (JsonField field : fields) {
                text.setLength(0);
                field.template().append(entry, text);
                write(field, text, out);
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // none: what is written to is memory
        }
    }

    private void write(JsonField field, StringBuilder text, JsonGenerator out) throws IOException {
        if (text.isEmpty() || (field.number() && text.length() == 1 && text.charAt(0) == NOT_YET)) {
            if (keepEmpty) {
                out.writeFieldName(field.name());
                out.writeNull();
            }
            return;
        }
        out.writeFieldName(field.name());
        if (field.number() && isNumber(text)) {
            out.writeNumber(text.toString());
        } else {
            out.writeString(Utf8.valid(text.toString()));
        }
    }

    /** Digits without needless zeros in front, perhaps a point and digits behind (RFC 8259 section 6). */
    static boolean isNumber(CharSequence text) {
        int point = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && point < 0 && i > 0 && i < text.length() - 1) {
                point = i;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        int whole = point < 0 ? text.length() : point;
        return whole == 1 || (whole > 1 && text.charAt(0) != '0');
    }
}

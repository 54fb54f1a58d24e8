package io.sluice.plugins.status.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** JSON in one line: a line break in a string is escaped, so that no text can end an event. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** What writes it. */
    interface Writer {
        void write(JsonGenerator out) throws IOException;
    }

    static String text(Writer writer) {
        StringWriter text = new StringWriter(4096);
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a string: never
        }
        return text.toString();
    }
}

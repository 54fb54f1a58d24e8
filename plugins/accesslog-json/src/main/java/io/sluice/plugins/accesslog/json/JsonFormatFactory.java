package io.sluice.plugins.accesslog.json;

import io.sluice.api.Settings;
import io.sluice.api.Template;
import io.sluice.api.accesslog.AccessLogFormat;
import io.sluice.api.accesslog.AccessLogFormatFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * {@code format = json}, or {@code format { type = json, fields { … }, more { … }, numbers = [ … ], empty = omit }}: one
 * object each line.
 */
@Extension
public final class JsonFormatFactory implements AccessLogFormatFactory {
    private static final String OMIT = "omit";
    private static final String NULL = "null";

    @Override
    public String name() {
        return "json";
    }

    @Override
    public AccessLogFormat create(Settings settings) {
        Map<String, JsonField> fields = new LinkedHashMap<>();
        if (settings.has("fields")) {
            add(settings.block("fields"), fields);
            if (fields.isEmpty()) {
                throw settings.refuse("fields", "at least one { name = \"$variable\" }");
            }
        } else {
            DefaultFields.ALL.forEach(
                    (name, text) -> fields.put(name, field(name, text, settings.compile("fields", text))));
        }
        add(settings.block("more"), fields);
        List<String> numbers = settings.choices("numbers", fields.keySet());
        boolean keepEmpty = settings.choice("empty", List.of(OMIT, NULL), OMIT).equals(NULL);
        numbers.forEach(name -> fields.computeIfPresent(name, (key, field) -> field.asNumber()));
        return new JsonFormat(new ArrayList<>(fields.values()), keepEmpty);
    }

    /** In the order of their names: what a configuration has in a block has no other. One that is there is replaced. */
    private static void add(Settings block, Map<String, JsonField> fields) {
        for (String name : block.keys()) {
            Template template = block.template(name);
            fields.put(name, field(name, block.string(name), template));
        }
    }

    private static JsonField field(String name, String text, Template template) {
        return new JsonField(name, template, DefaultFields.isNumber(text));
    }
}

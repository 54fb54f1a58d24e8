package io.sluice.plugins.accesslog.template;

import io.sluice.api.Settings;
import io.sluice.api.Template;
import io.sluice.api.accesslog.AccessLogFormat;
import io.sluice.api.accesslog.AccessLogFormatFactory;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * The format {@code template}: a text with variables, or a preset.
 *
 * <pre>{@code
 * format { type = template, template = "$remote_addr $status $request_time", escape = default }
 * }</pre>
 *
 * {@code template} may be a list of texts, which are joined, as the strings of nginx's log_format are.
 */
@Extension
public final class TemplateFormatFactory implements AccessLogFormatFactory {
    private static final String COMMON =
            "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent";

    /** nginx's combined, and the older format that it extends. */
    private static final Map<String, String> PRESETS =
            Map.of("common", COMMON, "combined", COMMON + " \"$http_referer\" \"$http_user_agent\"");

    @Override
    public String name() {
        return "template";
    }

    @Override
    public AccessLogFormat create(Settings settings) {
        Escaping escaping = Escaping.of(settings.choice("escape", Escaping.NAMES, "default"));
        String preset = settings.choice("preset", List.of("combined", "common"), "combined");
        List<String> texts = settings.strings("template");
        if (settings.has("template") && settings.has("preset")) {
            throw settings.refuse("preset", "either preset or template");
        }
        Template template = settings.has("template")
                ? settings.compile("template", String.join("", texts), escaping)
                : settings.compile("preset", PRESETS.get(preset), escaping);
        return template::append;
    }
}

package io.sluice.plugins.status.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.api.status.ClosedTunnel;
import io.sluice.api.status.ConfigurationView;
import io.sluice.api.status.ListenerView;
import io.sluice.api.status.PluginView;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The events of what changes seldom. Times are in milliseconds since 1970. */
final class PartsJson {
    private PartsJson() {}

    static String closings(List<ClosedTunnel> closings) {
        return Json.text(out -> {
            out.writeStartArray();
            for (ClosedTunnel one : closings) {
                out.writeStartObject();
                out.writeNumberField("at", one.at().toEpochMilli());
                out.writeStringField("client", one.client());
                out.writeStringField("route", one.route());
                out.writeStringField("upstream", one.upstream());
                out.writeStringField("endpoint", one.endpoint());
                out.writeNumberField("open", one.open().toMillis());
                out.writeNumberField("messagesIn", one.messagesIn());
                out.writeNumberField("messagesOut", one.messagesOut());
                out.writeNumberField("bytesIn", one.bytesIn());
                out.writeNumberField("bytesOut", one.bytesOut());
                out.writeNumberField("code", one.closeCode());
                out.writeStringField("reason", one.closeReason());
                out.writeStringField(
                        "by",
                        one.closedBy() == null ? "" : one.closedBy().name().toLowerCase(Locale.ROOT));
                out.writeStringField("ending", one.ending());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    static String plugins(List<PluginView> plugins) {
        return Json.text(out -> {
            out.writeStartArray();
            for (PluginView one : plugins) {
                out.writeStartObject();
                out.writeStringField("id", one.id());
                out.writeStringField("version", one.version());
                out.writeStringField("jar", one.jar());
                out.writeStringField("state", one.state());
                out.writeNumberField("since", one.since().toEpochMilli());
                out.writeNumberField("exchanges", one.exchanges());
                strings(out, "extensions", one.extensions());
                out.writeStringField("reason", one.reason());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    static String configuration(ConfigurationView configuration, List<ListenerView> listeners) {
        return Json.text(out -> {
            out.writeStartObject();
            out.writeStringField("file", configuration.file());
            out.writeNumberField("generation", configuration.generation());
            out.writeNumberField("since", configuration.since().toEpochMilli());
            out.writeFieldName("reload");
            if (configuration.lastReload().isPresent()) {
                reload(out, configuration.lastReload().get());
            } else {
                out.writeNull();
            }
            out.writeArrayFieldStart("listeners");
            for (ListenerView listener : listeners) {
                out.writeStartObject();
                out.writeStringField("name", listener.name());
                out.writeStringField("address", listener.address());
                out.writeBooleanField("tls", listener.tls());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void reload(JsonGenerator out, ConfigurationView.Reload reload) throws IOException {
        out.writeStartObject();
        out.writeNumberField("at", reload.at().toEpochMilli());
        out.writeBooleanField("refused", reload.refused());
        out.writeNumberField("millis", reload.millis());
        strings(out, "messages", reload.messages());
        out.writeEndObject();
    }

    private static void strings(JsonGenerator out, String name, List<String> values) throws IOException {
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }
}

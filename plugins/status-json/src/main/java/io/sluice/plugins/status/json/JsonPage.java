package io.sluice.plugins.status.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.Figure;
import io.sluice.api.status.ListenerView;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusView;
import io.sluice.api.status.UpstreamView;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** The page. Its keys are permanent; more may come. */
final class JsonPage implements StatusEndpoint {
    private static final JsonFactory JSON = new JsonFactory();

    private final String path;

    JsonPage(String path) {
        this.path = path;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public StatusResponse respond(StatusView status) {
        StringWriter text = new StringWriter(32 * 1024);
        try (JsonGenerator out = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            write(out, status);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a string: never
        }
        return StatusResponse.ok("application/json", text.append('\n').toString());
    }

    private static void write(JsonGenerator out, StatusView status) throws IOException {
        out.writeStartObject();
        out.writeStringField("version", status.version());
        out.writeNumberField("uptimeSeconds", status.uptimeSeconds());
        out.writeObjectFieldStart("connections");
        out.writeNumberField("active", status.activeConnections());
        out.writeNumberField("accepted", status.acceptedConnections());
        out.writeNumberField("handled", status.handledConnections());
        out.writeNumberField("reading", status.reading());
        out.writeNumberField("writing", status.writing());
        out.writeNumberField("waiting", status.waiting());
        out.writeEndObject();
        out.writeNumberField("requests", status.requests());
        out.writeNumberField("tunnels", status.tunnels());
        out.writeArrayFieldStart("listeners");
        for (ListenerView listener : status.listeners()) {
            out.writeStartObject();
            out.writeStringField("name", listener.name());
            out.writeStringField("address", listener.address());
            out.writeBooleanField("tls", listener.tls());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("upstreams");
        for (UpstreamView upstream : status.upstreams()) {
            write(out, upstream);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("figures");
        for (Figure figure : status.figures()) {
            FigureJson.write(out, figure);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /** With the keys of the page {@code /upstreams}, and what the tunnels have passed. */
    private static void write(JsonGenerator out, UpstreamView upstream) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", upstream.name());
        out.writeNumberField("waiting", upstream.waiting());
        out.writeArrayFieldStart("endpoints");
        for (EndpointView endpoint : upstream.endpoints()) {
            out.writeStartObject();
            out.writeStringField("name", endpoint.name());
            out.writeStringField("address", endpoint.address());
            out.writeNumberField("weight", endpoint.weight());
            out.writeBooleanField("backup", endpoint.backup());
            out.writeStringField("state", endpoint.state().text());
            out.writeNumberField("active", endpoint.activeExchanges());
            out.writeNumberField("tunnels", endpoint.tunnels());
            out.writeNumberField("idle", endpoint.idleConnections());
            out.writeNumberField("chosen", endpoint.chosen());
            out.writeNumberField("failures", endpoint.failures());
            out.writeStringField("lastFailure", endpoint.lastFailure());
            EndpointView.Traffic traffic = endpoint.traffic();
            out.writeNumberField("messagesIn", traffic.messagesIn());
            out.writeNumberField("messagesOut", traffic.messagesOut());
            out.writeNumberField("bytesIn", traffic.bytesIn());
            out.writeNumberField("bytesOut", traffic.bytesOut());
            out.writeObjectFieldStart("closings");
            for (Map.Entry<String, Long> ending : new TreeMap<>(traffic.closings()).entrySet()) {
                out.writeNumberField(ending.getKey(), ending.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}

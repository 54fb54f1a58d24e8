package io.sluice.plugins.status.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.StatusView;
import io.sluice.api.status.UpstreamView;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The event of each second. */
final class StateJson {
    /** A page with more rows than that helps nobody, and costs each second. */
    static final int MOST_ROUTES = 200;

    static final int MOST_ENDPOINTS = 500;

    private StateJson() {}

    static String of(StatusView status, Sample sample, Routes routes) {
        return Json.text(out -> {
            out.writeStartObject();
            out.writeStringField("version", status.version());
            out.writeNumberField("uptime", status.uptimeSeconds());
            out.writeNumberField("connections", status.activeConnections());
            out.writeFieldName("sample");
            sample.write(out);
            closings(out, routes.total().closings);
            routes(out, routes.busiest());
            upstreams(out, status.upstreams());
            out.writeEndObject();
        });
    }

    private static void routes(JsonGenerator out, List<Routes.Route> routes) throws IOException {
        out.writeNumberField("moreRoutes", Math.max(0, routes.size() - MOST_ROUTES));
        out.writeArrayFieldStart("routes");
        for (Routes.Route route : routes.subList(0, Math.min(MOST_ROUTES, routes.size()))) {
            out.writeStartObject();
            out.writeStringField("name", route.name);
            out.writeNumberField("tunnels", route.tunnels);
            out.writeNumberField("opened", route.opened);
            out.writeNumberField("requests", route.requests);
            out.writeNumberField("messagesIn", route.messagesIn);
            out.writeNumberField("messagesOut", route.messagesOut);
            out.writeNumberField("bytesIn", route.bytesIn);
            out.writeNumberField("bytesOut", route.bytesOut);
            closings(out, route.closings);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Each as reason, code, count. */
    private static void closings(JsonGenerator out, Map<Routes.Closing, Long> closings) throws IOException {
        out.writeArrayFieldStart("closings");
        for (Map.Entry<Routes.Closing, Long> one : closings.entrySet()) {
            closing(out, one.getKey().reason(), one.getKey().code(), one.getValue());
        }
        out.writeEndArray();
    }

    private static void closing(JsonGenerator out, String reason, String code, long count) throws IOException {
        out.writeStartArray();
        out.writeString(reason);
        out.writeString(code);
        out.writeNumber(count);
        out.writeEndArray();
    }

    private static void upstreams(JsonGenerator out, List<UpstreamView> upstreams) throws IOException {
        int left = MOST_ENDPOINTS;
        int more = 0;
        int used = 0;
        int all = 0;
        out.writeArrayFieldStart("upstreams");
        for (UpstreamView upstream : upstreams) {
            out.writeStartObject();
            out.writeStringField("name", upstream.name());
            out.writeNumberField("waiting", upstream.waiting());
            out.writeArrayFieldStart("endpoints");
            for (EndpointView endpoint : upstream.endpoints()) {
                all++;
                used += endpoint.state().used() ? 1 : 0;
                if (left > 0) {
                    left--;
                    endpoint(out, endpoint);
                } else {
                    more++;
                }
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeNumberField("moreEndpoints", more);
        out.writeNumberField("endpointsUsed", used);
        out.writeNumberField("endpoints", all);
    }

    private static void endpoint(JsonGenerator out, EndpointView endpoint) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", endpoint.name());
        out.writeStringField("address", endpoint.address());
        out.writeNumberField("weight", endpoint.weight());
        out.writeBooleanField("backup", endpoint.backup());
        out.writeStringField("state", endpoint.state().text());
        out.writeNumberField("tunnels", endpoint.tunnels());
        out.writeNumberField("active", endpoint.activeExchanges());
        out.writeNumberField("idle", endpoint.idleConnections());
        out.writeNumberField("chosen", endpoint.chosen());
        out.writeNumberField("failures", endpoint.failures());
        out.writeStringField("lastFailure", endpoint.lastFailure());
        EndpointView.Traffic traffic = endpoint.traffic();
        out.writeNumberField("messagesIn", traffic.messagesIn());
        out.writeNumberField("messagesOut", traffic.messagesOut());
        out.writeNumberField("bytesIn", traffic.bytesIn());
        out.writeNumberField("bytesOut", traffic.bytesOut());
        out.writeArrayFieldStart("closings");
        for (Map.Entry<String, Long> one : traffic.closings().entrySet()) {
            closing(out, one.getKey(), "", one.getValue());
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}

package io.sluice.plugins.status.upstreams;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusView;
import io.sluice.api.status.UpstreamView;
import java.util.HashMap;
import java.util.Map;

/** The page. Its keys are permanent: {@code bin/sluice upstreams} and programs of others read them. */
final class UpstreamsPage implements StatusEndpoint {
    private static final ConfigRenderOptions JSON =
            ConfigRenderOptions.concise().setFormatted(true);

    @Override
    public String path() {
        return "/upstreams";
    }

    @Override
    public StatusResponse respond(StatusView status) {
        Map<String, Object> page = Map.of(
                "upstreams",
                status.upstreams().stream().map(UpstreamsPage::upstream).toList());
        return StatusResponse.ok(
                "application/json", ConfigValueFactory.fromMap(page).render(JSON));
    }

    private static Map<String, Object> upstream(UpstreamView upstream) {
        return Map.of(
                "name", upstream.name(),
                "waiting", upstream.waiting(),
                "endpoints",
                        upstream.endpoints().stream()
                                .map(UpstreamsPage::endpoint)
                                .toList());
    }

    private static Map<String, Object> endpoint(EndpointView endpoint) {
        Map<String, Object> out = new HashMap<>(); // keys are written in their own order
        out.put("name", endpoint.name());
        out.put("address", endpoint.address());
        out.put("weight", endpoint.weight());
        out.put("backup", endpoint.backup());
        out.put("state", endpoint.state().text());
        out.put("active", endpoint.activeExchanges());
        out.put("tunnels", endpoint.tunnels());
        out.put("idle", endpoint.idleConnections());
        out.put("chosen", endpoint.chosen());
        out.put("failures", endpoint.failures());
        out.put("lastFailure", endpoint.lastFailure());
        return out;
    }
}

package io.sluice.server.observe;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.UpstreamView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of endpoints in the registry of the metrics library ({@link EndpointFigure}), where they come and go with the
 * endpoints. Their gauges show what was seen at the last {@link #refresh}. Thread-safe.
 */
final class EndpointGauges {
    private final MetricRegistry registry;
    private volatile Map<String, Long> seen = Map.of();

    EndpointGauges(MetricRegistry registry) {
        this.registry = registry;
    }

    /** From now on these are the endpoints. An address that stands twice in an upstream has the sum of both. */
    synchronized void refresh(List<UpstreamView> upstreams) {
        Map<String, Long> now = new HashMap<>();
        for (UpstreamView upstream : upstreams) {
            for (EndpointView endpoint : upstream.endpoints()) {
                for (EndpointFigure figure : EndpointFigure.values()) {
                    now.merge(figure.id(upstream.name(), endpoint.address()), figure.of(endpoint), Long::sum);
                }
            }
        }
        Map<String, Long> before = seen;
        seen = now;
        before.keySet().stream().filter(name -> !now.containsKey(name)).forEach(registry::remove);
        now.keySet().stream()
                .filter(name -> !before.containsKey(name))
                .forEach(name -> registry.register(name, (Gauge<Long>) () -> seen.getOrDefault(name, 0L)));
    }
}

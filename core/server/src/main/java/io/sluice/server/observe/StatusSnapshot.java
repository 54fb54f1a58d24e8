package io.sluice.server.observe;

import io.sluice.api.status.StatusView;
import io.sluice.api.status.UpstreamView;
import java.util.List;
import java.util.Map;

/** The figures of one moment; the components are those of {@link StatusView}. */
record StatusSnapshot(
        long activeConnections,
        long acceptedConnections,
        long handledConnections,
        long requests,
        long reading,
        long writing,
        long waiting,
        long tunnels,
        long uptimeSeconds,
        List<UpstreamView> upstreams,
        Map<String, Number> metrics)
        implements StatusView {}

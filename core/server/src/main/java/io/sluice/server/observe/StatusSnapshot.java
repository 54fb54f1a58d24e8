package io.sluice.server.observe;

import io.sluice.api.status.StatusView;
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
        Map<String, Number> metrics)
        implements StatusView {}

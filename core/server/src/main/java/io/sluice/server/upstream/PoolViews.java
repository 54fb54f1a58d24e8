package io.sluice.server.upstream;

import io.sluice.api.status.EndpointView;
import io.sluice.api.status.EndpointView.State;
import io.sluice.api.status.UpstreamView;
import io.sluice.server.config.UpstreamConfig.Use;
import java.util.List;

/** Endpoints as status pages and operators see them. Not for the data path; the figures may change while one looks. */
final class PoolViews {
    private PoolViews() {}

    static UpstreamView of(String upstream, WaitingLine line, List<EndpointState> endpoints) {
        return new UpstreamView(
                upstream, line.length(), endpoints.stream().map(PoolViews::of).toList());
    }

    static EndpointView of(EndpointState endpoint) {
        return new EndpointView(
                endpoint.name(),
                endpoint.addressText(),
                endpoint.weight(),
                endpoint.backup(),
                state(endpoint),
                endpoint.activeExchanges(),
                endpoint.tunnels().count(),
                endpoint.idleConnections(),
                endpoint.chosen(),
                endpoint.failures(),
                endpoint.lastFailure(),
                endpoint.traffic().view());
    }

    private static State state(EndpointState endpoint) {
        Use use = endpoint.use();
        if (use != Use.UP) {
            return use == Use.DOWN ? State.DOWN : State.DRAINING;
        }
        if (!endpoint.healthy()) {
            return State.UNHEALTHY;
        }
        if (endpoint.failing()) {
            return State.FAILING;
        }
        return endpoint.full() ? State.FULL : State.UP;
    }
}

package io.sluice.testkit;

import io.sluice.api.status.ClosedTunnel;
import io.sluice.api.status.ConfigurationView;
import io.sluice.api.status.Figure;
import io.sluice.api.status.ListenerView;
import io.sluice.api.status.PluginView;
import io.sluice.api.status.StatusView;
import io.sluice.api.status.UpstreamView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server's figures, for the test of a status endpoint. The components are those of {@link StatusView}.
 *
 * @param activeConnections client connections open now
 * @param acceptedConnections client connections accepted
 * @param handledConnections client connections served
 * @param requests requests read
 * @param reading connections whose request is being read
 * @param writing connections being answered
 * @param waiting idle connections
 * @param tunnels tunnels open now
 * @param uptimeSeconds seconds since the start
 * @param upstreams the upstreams
 * @param listeners the listeners
 * @param closings tunnels that have ended
 * @param plugins plugins and their generations
 * @param configuration the configuration in force
 * @param version the server's version
 * @param figures every figure with its labels
 * @param metrics every metric by its name
 */
public record FakeStatus(
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
        List<ListenerView> listeners,
        List<ClosedTunnel> closings,
        List<PluginView> plugins,
        ConfigurationView configuration,
        String version,
        List<Figure> figures,
        Map<String, Number> metrics)
        implements StatusView {
    private static final ConfigurationView FIRST = new ConfigurationView("", 1, Instant.EPOCH, Optional.empty());

    /** Figures of stub_status alone; no tunnels, no uptime, no upstreams, no metrics. */
    public static FakeStatus of(
            long active, long accepted, long handled, long requests, long reading, long writing, long waiting) {
        return new FakeStatus(
                active, accepted, handled, requests, reading, writing, waiting, 0, 0, List.of(), List.of(), List.of(),
                List.of(), FIRST, "", List.of(), Map.of());
    }

    /** These upstreams; all figures are 0. */
    public static FakeStatus of(List<UpstreamView> upstreams) {
        return new FakeStatus(
                0, 0, 0, 0, 0, 0, 0, 0, 0, upstreams, List.of(), List.of(), List.of(), FIRST, "", List.of(), Map.of());
    }

    /** These figures, a version and an uptime; the rest is empty. */
    public static FakeStatus of(String version, long uptimeSeconds, List<Figure> figures) {
        return new FakeStatus(
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                uptimeSeconds,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                FIRST,
                version,
                figures,
                Map.of());
    }

    /** The same with these listeners and upstreams. */
    public FakeStatus with(List<ListenerView> someListeners, List<UpstreamView> someUpstreams) {
        return new FakeStatus(
                activeConnections,
                acceptedConnections,
                handledConnections,
                requests,
                reading,
                writing,
                waiting,
                tunnels,
                uptimeSeconds,
                someUpstreams,
                someListeners,
                closings,
                plugins,
                configuration,
                version,
                figures,
                metrics);
    }

    /** The same with so many open tunnels, these that have ended, these plugins and this configuration. */
    public FakeStatus with(
            long open, List<ClosedTunnel> ended, List<PluginView> generations, ConfigurationView inForce) {
        return new FakeStatus(
                activeConnections,
                acceptedConnections,
                handledConnections,
                requests,
                reading,
                writing,
                waiting,
                open,
                uptimeSeconds,
                upstreams,
                listeners,
                ended,
                generations,
                inForce,
                version,
                figures,
                metrics);
    }
}

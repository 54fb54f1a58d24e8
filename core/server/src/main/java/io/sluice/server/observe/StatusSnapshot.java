package io.sluice.server.observe;

import io.sluice.api.ApiVersion;
import io.sluice.api.status.ClosedTunnel;
import io.sluice.api.status.ConfigurationView;
import io.sluice.api.status.Figure;
import io.sluice.api.status.ListenerView;
import io.sluice.api.status.PluginView;
import io.sluice.api.status.StatusView;
import io.sluice.api.status.UpstreamView;
import java.util.List;
import java.util.Map;

/** The figures of one moment. The lists that take work are made for who asks for them. For one thread. */
final class StatusSnapshot implements StatusView {
    private final Metrics metrics;
    private final long activeConnections;
    private final long acceptedConnections;
    private final long handledConnections;
    private final long requests;
    private final long reading;
    private final long writing;
    private final long waiting;
    private final long tunnels;
    private final List<UpstreamView> upstreams;
    private final List<ListenerView> listeners;
    private final long uptimeSeconds;
    private List<ClosedTunnel> closings;
    private List<PluginView> plugins;
    private ConfigurationView configuration;
    private List<Figure> figures;
    private Map<String, Number> flat;

    StatusSnapshot(Metrics metrics, List<UpstreamView> upstreams, List<ListenerView> listeners, long uptimeSeconds) {
        this.metrics = metrics;
        this.activeConnections = metrics.value(Metric.CONNECTIONS_ACTIVE);
        this.acceptedConnections = metrics.value(Metric.CONNECTIONS_ACCEPTED);
        this.handledConnections = metrics.value(Metric.CONNECTIONS_HANDLED);
        this.requests = metrics.value(Metric.REQUESTS);
        this.reading = metrics.value(Metric.CONNECTIONS_READING);
        this.writing = metrics.value(Metric.CONNECTIONS_WRITING);
        this.waiting = metrics.value(Metric.CONNECTIONS_WAITING);
        this.tunnels = metrics.value(Metric.TUNNELS_OPEN);
        this.upstreams = upstreams;
        this.listeners = listeners;
        this.uptimeSeconds = uptimeSeconds;
    }

    @Override
    public long activeConnections() {
        return activeConnections;
    }

    @Override
    public long acceptedConnections() {
        return acceptedConnections;
    }

    @Override
    public long handledConnections() {
        return handledConnections;
    }

    @Override
    public long requests() {
        return requests;
    }

    @Override
    public long reading() {
        return reading;
    }

    @Override
    public long writing() {
        return writing;
    }

    @Override
    public long waiting() {
        return waiting;
    }

    @Override
    public long tunnels() {
        return tunnels;
    }

    @Override
    public long uptimeSeconds() {
        return uptimeSeconds;
    }

    @Override
    public List<UpstreamView> upstreams() {
        return upstreams;
    }

    @Override
    public List<ListenerView> listeners() {
        return listeners;
    }

    @Override
    public List<ClosedTunnel> closings() {
        if (closings == null) {
            closings = metrics.closings().view();
        }
        return closings;
    }

    @Override
    public List<PluginView> plugins() {
        if (plugins == null) {
            plugins = List.copyOf(metrics.plugins());
        }
        return plugins;
    }

    @Override
    public ConfigurationView configuration() {
        if (configuration == null) {
            configuration = metrics.configuration();
        }
        return configuration;
    }

    @Override
    public String version() {
        return ApiVersion.current();
    }

    @Override
    public List<Figure> figures() {
        if (figures == null) {
            figures = FigureList.of(metrics, upstreams);
        }
        return figures;
    }

    @Override
    public Map<String, Number> metrics() {
        if (flat == null) {
            flat = metrics.flat(upstreams);
        }
        return flat;
    }
}

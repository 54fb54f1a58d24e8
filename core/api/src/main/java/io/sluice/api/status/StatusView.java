package io.sluice.api.status;

import java.util.List;
import java.util.Map;

/** The server's figures at one moment. The lists and the map are made when they are asked for first, then stay as they are. */
public interface StatusView {
    /** Client connections open now, idle ones included. */
    long activeConnections();

    /** Client connections accepted since the start. */
    long acceptedConnections();

    /** Client connections served since the start: accepted and not refused for a limit. */
    long handledConnections();

    /** Requests read since the start. */
    long requests();

    /** Client connections whose request is being read now. */
    long reading();

    /** Client connections that are being answered now, tunnels included. */
    long writing();

    /** Idle client connections that wait for a next request. */
    long waiting();

    /** Tunnels (WebSockets) open now. */
    long tunnels();

    /** Seconds since the start. */
    long uptimeSeconds();

    /** The configured upstreams with their endpoints, in the order of the configuration. */
    List<UpstreamView> upstreams();

    /** The listeners that are bound, the admin listener last. */
    List<ListenerView> listeners();

    /** The tunnels that ended last, the newest first: a hundred at most. */
    List<ClosedTunnel> closings();

    /** The plugins and their generations, those in force first; empty where that is not known. */
    List<PluginView> plugins();

    /** The configuration in force. */
    ConfigurationView configuration();

    /** The server's version, such as {@code 1.2.0}. */
    String version();

    /** Every figure with its labels, by name; each name once. */
    List<Figure> figures();

    /** Every metric by its permanent name: counters and gauges, as numbers, without labels: what {@link #figures()} tells of
     * routes and of the Java runtime is not among them. */
    Map<String, Number> metrics();
}

package io.sluice.server.observe;

import io.sluice.api.status.Figure.Unit;

/**
 * Every figure the server keeps. The names are permanent: dashboards and alarms are built on them, and one that is given
 * up is never used again. Failures are counted besides under {@code sluice.failures.<kind>}, one name for each {@link
 * io.sluice.server.error.ErrorKind}. {@link #doc()} says what each one counts.
 */
public enum Metric {
    CONNECTIONS_ACCEPTED("sluice.connections.accepted", Kind.COUNTER, "client connections accepted"),
    CONNECTIONS_HANDLED(
            "sluice.connections.handled", Kind.COUNTER, "client connections accepted and not refused for a limit"),
    CONNECTIONS_REFUSED("sluice.connections.refused", Kind.COUNTER, "client connections refused for a limit"),
    CONNECTIONS_ACTIVE("sluice.connections.active", Kind.GAUGE, "client connections open, idle ones included"),
    CONNECTIONS_READING("sluice.connections.reading", Kind.GAUGE, "client connections whose request is being read"),
    CONNECTIONS_WRITING(
            "sluice.connections.writing", Kind.GAUGE, "client connections that are being answered, tunnels included"),
    CONNECTIONS_WAITING("sluice.connections.waiting", Kind.GAUGE, "idle client connections that may bring a request"),

    RELOADS("sluice.reloads", Kind.COUNTER, "times that the configuration was read again"),
    RELOAD_FAILURES("sluice.reload-failures", Kind.COUNTER, "those of them that were refused: all stayed as it was"),
    CONFIG_GENERATION(
            "sluice.config.generation", Kind.READ, "the number of the configuration in force, 1 for that of the start"),
    CONFIG_SINCE(
            "sluice.config.since",
            Kind.READ,
            "since when it is in force, in seconds since the beginning of 1970",
            Shown.in(Unit.SECONDS)),

    TLS_HANDSHAKES("sluice.tls.handshakes", Kind.COUNTER, "TLS handshakes with clients that were completed"),
    TLS_HANDSHAKES_RESUMED(
            "sluice.tls.handshakes-resumed",
            Kind.COUNTER,
            "TLS handshakes with clients that took up an earlier session again"),
    TLS_HANDSHAKE_DURATION(
            "sluice.tls.handshake-duration", Kind.TIMER, "from a client's connection to the end of its TLS handshake"),
    TLS_TRUNCATIONS("sluice.tls.truncations", Kind.COUNTER, "client connections that ended without TLS's close_notify"),
    TLS_CERTIFICATE_EXPIRES_IN(
            "sluice.tls.certificate-expires-in",
            Kind.READ,
            "seconds to the end of the certificate that ends first; 9223372036854775807 where there is none",
            Shown.in(Unit.SECONDS)),

    REQUESTS("sluice.requests", Kind.COUNTER, "requests read", Shown.BY_ROUTE),
    RESPONSES_1XX("sluice.responses.1xx", Kind.COUNTER, "final answers of 100 to 199: tunnels", Shown.BY_ROUTE),
    RESPONSES_2XX("sluice.responses.2xx", Kind.COUNTER, "answers of 200 to 299", Shown.BY_ROUTE),
    RESPONSES_3XX("sluice.responses.3xx", Kind.COUNTER, "answers of 300 to 399", Shown.BY_ROUTE),
    RESPONSES_4XX("sluice.responses.4xx", Kind.COUNTER, "answers of 400 to 499", Shown.BY_ROUTE),
    RESPONSES_5XX("sluice.responses.5xx", Kind.COUNTER, "answers of 500 to 599", Shown.BY_ROUTE),
    EXCHANGE_DURATION(
            "sluice.exchange.duration",
            Kind.TIMER,
            "from a request's first byte to the last byte of its answer; not of tunnels",
            Shown.BY_ROUTE),
    FAILURES("sluice.failures", Kind.COUNTER, "exchanges that failed, of all kinds", Shown.BY_ROUTE),

    TUNNELS_OPEN("sluice.tunnels.open", Kind.GAUGE, "tunnels open", Shown.BY_ROUTE),
    TUNNELS_OPENED("sluice.tunnels.opened", Kind.COUNTER, "tunnels opened", Shown.BY_ROUTE),
    TUNNELS_CLOSED("sluice.tunnels.closed", Kind.COUNTER, "tunnels closed", Shown.BY_ROUTE),
    TUNNEL_VIOLATIONS(
            "sluice.tunnels.violations",
            Kind.COUNTER,
            "sides of tunnels that broke the rules of frames: theirs are followed no more"),

    DOWNSTREAM_BYTES_IN(
            "sluice.downstream.bytes-in",
            Kind.COUNTER,
            "bytes read from clients",
            Shown.labelled("sluice.downstream.bytes", Unit.BYTES, "direction", "in")),
    DOWNSTREAM_BYTES_OUT(
            "sluice.downstream.bytes-out",
            Kind.COUNTER,
            "bytes written to clients",
            Shown.labelled("sluice.downstream.bytes", Unit.BYTES, "direction", "out")),
    UPSTREAM_BYTES_IN(
            "sluice.upstream.bytes-in",
            Kind.COUNTER,
            "bytes read from endpoints",
            Shown.labelled("sluice.upstream.bytes", Unit.BYTES, "direction", "in")),
    UPSTREAM_BYTES_OUT(
            "sluice.upstream.bytes-out",
            Kind.COUNTER,
            "bytes written to endpoints",
            Shown.labelled("sluice.upstream.bytes", Unit.BYTES, "direction", "out")),
    UPSTREAM_TRIES("sluice.upstream.tries", Kind.COUNTER, "attempts to have a request answered by an endpoint"),
    UPSTREAM_CONNECTS("sluice.upstream.connects", Kind.COUNTER, "connections established to endpoints"),
    UPSTREAM_CONNECT_FAILURES(
            "sluice.upstream.connect-failures", Kind.COUNTER, "connections to endpoints that failed or took too long"),
    UPSTREAM_CONNECT_DURATION(
            "sluice.upstream.connect-duration", Kind.TIMER, "from the start of a connection to its establishment"),
    UPSTREAM_REUSES("sluice.upstream.reuses", Kind.COUNTER, "tries that took an idle connection"),
    UPSTREAM_WAITING("sluice.upstream.waiting", Kind.GAUGE, "requests that wait for a place at a full endpoint"),
    UPSTREAM_IDLE("sluice.upstream.idle", Kind.GAUGE, "idle connections to endpoints, kept for reuse"),
    UPSTREAM_LIST_CHANGES(
            "sluice.upstream.list-changes", Kind.COUNTER, "lists of endpoints changed as names were resolved anew"),

    RESOLVER_LOOKUPS("sluice.resolver.lookups", Kind.COUNTER, "names looked up while the server runs"),
    RESOLVER_FAILURES(
            "sluice.resolver.failures", Kind.COUNTER, "names looked up that were not answered, or not in full"),
    RESOLVER_QUERIES("sluice.resolver.queries", Kind.COUNTER, "questions sent to name servers"),

    HEALTH_PROBES("sluice.health.probes", Kind.COUNTER, "probes of endpoints that have ended"),
    HEALTH_FAILURES("sluice.health.failures", Kind.COUNTER, "probes of endpoints that failed"),
    HEALTH_PROBE_DURATION("sluice.health.probe-duration", Kind.TIMER, "from the start of a probe to its end"),
    HEALTH_CHANGES(
            "sluice.health.changes", Kind.COUNTER, "times that checks found an endpoint to be down, or up again"),
    HEALTH_UP("sluice.health.up", Kind.GAUGE, "endpoints that their health checks find well"),
    HEALTH_DOWN("sluice.health.down", Kind.GAUGE, "endpoints that their health checks keep out"),

    ACCESS_LOG_WRITTEN("sluice.access-log.written", Kind.COUNTER, "lines handed to the file"),
    ACCESS_LOG_DROPPED("sluice.access-log.dropped", Kind.COUNTER, "lines lost because the queue was full"),
    ACCESS_LOG_FAILED("sluice.access-log.failed", Kind.COUNTER, "lines lost because the format threw"),
    ERROR_LOG_SUPPRESSED("sluice.error-log.suppressed", Kind.COUNTER, "errors not logged because too many were equal"),

    WORKERS_LAG(
            "sluice.workers.lag",
            Kind.READ,
            "milliseconds by which the latest worker was late, within the last one to two minutes",
            Shown.as("sluice.workers.lag", Unit.SECONDS, 1e-3)),
    PROCESS_OPEN_FILES(
            "sluice.process.open-files",
            Kind.READ,
            "file descriptors in use; -1 where not known",
            Shown.as("process.open-fds", Unit.NUMBER, 1)),
    PROCESS_MAX_FILES(
            "sluice.process.max-files",
            Kind.READ,
            "limit on file descriptors; -1 where not known",
            Shown.as("process.max-fds", Unit.NUMBER, 1)),
    PROCESS_HEAP("sluice.process.heap", Kind.READ, "bytes of the Java heap in use", Shown.BY_JVM),
    PROCESS_DIRECT("sluice.process.direct", Kind.READ, "bytes of direct buffers in use", Shown.BY_JVM),
    PROCESS_UPTIME("sluice.process.uptime", Kind.READ, "seconds since the start", Shown.in(Unit.SECONDS));

    /** How a figure moves. */
    public enum Kind {
        /** Only grows. */
        COUNTER,
        /** Goes up and down as things begin and end. */
        GAUGE,
        /** Asked for when somebody looks. */
        READ,
        /** A distribution of lengths of time. */
        TIMER
    }

    private final String id;
    private final Kind kind;
    private final String doc;
    private final String figure;
    private final Unit unit;
    private final double scale;
    private final String label;
    private final String labelValue;

    Metric(String id, Kind kind, String doc) {
        this(id, kind, doc, kind == Kind.TIMER ? Shown.in(Unit.SECONDS) : Shown.in(Unit.NUMBER));
    }

    Metric(String id, Kind kind, String doc, Shown shown) {
        this.id = id;
        this.kind = kind;
        this.doc = doc;
        this.figure = shown.figure();
        this.unit = shown.unit();
        this.scale = shown.scale();
        this.label = shown.label();
        this.labelValue = shown.value();
    }

    /** The permanent name. */
    public String id() {
        return id;
    }

    /** How it moves. */
    public Kind kind() {
        return kind;
    }

    /** What it counts, for manuals and metric pages. */
    public String doc() {
        return doc;
    }

    /** How it stands among the figures with labels. */
    Shown shown() {
        return new Shown(figure, unit, scale, label, labelValue);
    }

    /**
     * How a metric stands among the figures with labels ({@link io.sluice.api.status.StatusView#figures()}).
     *
     * @param figure the name of the figure; null for the metric's own, empty where others show it, divided by labels
     * @param unit what the figure's values are
     * @param scale what the metric is multiplied by to be that
     * @param label the name of its label; null for none
     * @param value the label's value
     */
    record Shown(String figure, Unit unit, double scale, String label, String value) {
        /** By the figures of routes: {@link RouteFigure}. */
        static final Shown BY_ROUTE = as("", Unit.NUMBER, 1);

        /** By the figures of the Java runtime. */
        static final Shown BY_JVM = BY_ROUTE;

        static Shown in(Unit unit) {
            return as(null, unit, 1);
        }

        static Shown as(String figure, Unit unit, double scale) {
            return new Shown(figure, unit, scale, null, null);
        }

        static Shown labelled(String figure, Unit unit, String label, String value) {
            return new Shown(figure, unit, 1, label, value);
        }

        /** Whether others show it. */
        boolean elsewhere() {
            return figure != null && figure.isEmpty();
        }
    }
}

package io.sluice.server.admin;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.exchange.TunnelView;
import io.sluice.api.exchange.UpstreamTry;
import io.sluice.server.exchange.Exchange;
import io.sluice.server.listener.LiveConnection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which connections are meant: those that fit all that is said. What is not said fits all, but the admin listener's own are
 * meant only where it is named.
 */
final class Selection {
    /** The parameters that say it. */
    static final List<String> PARAMETERS =
            List.of("route", "endpoint", "upstream", "host", "listener", "client", "kind", "min-age", "min-idle");

    private final Optional<String> route;
    private final Optional<String> endpoint;
    private final Optional<String> upstream;
    private final Optional<String> host;
    private final Optional<String> listener;
    private final Optional<AddressRange> client;
    private final Optional<Kind> kind;
    private final long minAge;
    private final long minIdle;
    private final boolean any;

    /** Reads the parameters; a fault is an {@link IllegalArgumentException}. */
    Selection(Query query) {
        route = query.text("route");
        endpoint = query.text("endpoint");
        upstream = query.text("upstream");
        host = query.text("host").map(name -> name.toLowerCase(Locale.ROOT));
        listener = query.text("listener");
        client = query.text("client")
                .map(text -> AddressRange.parse(text)
                        .orElseThrow(() -> query.refused("client", "an address or a range such as 10.0.0.0/8")));
        kind = query.text("kind")
                .map(ignored ->
                        Kind.valueOf(query.choice("kind", "", Kind.words()).toUpperCase(Locale.ROOT)));
        minAge = query.nanos("min-age");
        minIdle = query.nanos("min-idle");
        any = PARAMETERS.stream().allMatch(name -> query.text(name).isEmpty());
    }

    /** Whether nothing is said. */
    boolean any() {
        return any;
    }

    /** Whether a connection is meant. On its worker. */
    boolean takes(LiveConnection connection) {
        if (!connection.listener().equals(listener.orElse(connection.listener()))
                || (listener.isEmpty() && connection.listener().equals(AdminSite.LISTENER))
                || connection.ageNanos() < minAge
                || (minIdle > 0 && idleNanos(connection) < minIdle)
                || (kind.isPresent() && kind.get() != Kind.of(connection))
                || (client.isPresent()
                        && !client.get()
                                .has(connection.connection().remoteAddress().getAddress()))) {
            return false;
        }
        Exchange exchange = connection.exchange();
        boolean ofExchange = route.isPresent() || endpoint.isPresent() || upstream.isPresent() || host.isPresent();
        return !ofExchange || (exchange != null && takes(exchange.view()));
    }

    private boolean takes(ExchangeView view) {
        return view.upstreamName().equals(upstream.orElse(view.upstreamName()))
                && view.host().equals(host.orElse(view.host()))
                && (route.isEmpty() || isRoute(view.route(), route.get()))
                && (endpoint.isEmpty() || endpoint(view).equals(endpoint.get()));
    }

    /** By its whole name, or by its path alone, whatever its host. */
    private static boolean isRoute(String name, String asked) {
        return name.equals(asked) || name.substring(name.indexOf(' ') + 1).equals(asked);
    }

    /** The address of the endpoint that serves it, or was tried last; empty where there is none. */
    static String endpoint(ExchangeView view) {
        List<UpstreamTry> tries = view.upstreamTries();
        return tries.isEmpty() ? "" : tries.get(tries.size() - 1).address();
    }

    /** How long nothing has passed: of a tunnel in either direction, else since the last answer; 0 while a request is answered. */
    static long idleNanos(LiveConnection connection) {
        if (connection.exchange() == null) {
            return connection.waitingNanos();
        }
        TunnelView tunnel = connection.exchange().view().tunnel();
        return tunnel == null ? 0 : TimeUnit.MILLISECONDS.toNanos(tunnel.idleMillis());
    }
}

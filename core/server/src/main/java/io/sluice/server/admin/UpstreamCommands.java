package io.sluice.server.admin;

import io.sluice.api.Spelling;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.UpstreamView;
import io.sluice.server.config.UpstreamConfig.Use;
import io.sluice.server.upstream.Pool;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /upstreams/<upstream>/<endpoint>?state=up|drain|down}: marks an endpoint, by its name or its address, until the
 * server ends. Answers are JSON: what the endpoints are now, or {@code {"error": …}} with 400 or 404. Thread-safe.
 */
final class UpstreamCommands implements Handler {
    /** Where the paths begin. */
    static final String PATH = "/upstreams/";

    /** The same for who reads it. */
    static final String SHOWN = "/upstreams/<upstream>/<endpoint>";

    private static final Logger log = LoggerFactory.getLogger(UpstreamCommands.class);
    private static final String PARAMETER = "state=";

    private static final Map<String, Use> STATES = new LinkedHashMap<>();

    static {
        STATES.put("up", Use.UP);
        STATES.put("drain", Use.DRAINING);
        STATES.put("down", Use.DOWN);
    }

    private final Map<String, Pool> pools;

    /** Commands for these pools, by their names. */
    UpstreamCommands(Map<String, Pool> pools) {
        this.pools = Map.copyOf(pools);
    }

    @Override
    public List<String> methods(String path) {
        return COMMAND;
    }

    @Override
    public CompletionStage<StatusResponse> handle(ExchangeView exchange, String client) {
        return Handler.now(perform(exchange, client));
    }

    private StatusResponse perform(ExchangeView exchange, String client) {
        String[] words = words(exchange.path());
        Pool pool = pools.get(words[0]);
        if (pool == null) {
            return unknown("no upstream", words[0], pools.keySet());
        }
        Use use = STATES.get(state(exchange.query()));
        if (use == null) {
            String asked = state(exchange.query());
            return Handler.error(
                    400,
                    "state: " + (asked.isEmpty() ? "not set" : "found \"" + asked + "\"") + " (expected: one of "
                            + String.join(", ", STATES.keySet()) + ")" + Spelling.hint(asked, STATES.keySet()));
        }
        List<EndpointView> marked = pool.mark(words[1], use);
        if (marked.isEmpty()) {
            return unknown("upstream " + pool.name() + " has no endpoint", words[1], names(pool.view()));
        }
        tell(pool.name(), use, marked, client);
        return Handler.json(
                200,
                Map.of(
                        "upstream",
                        pool.name(),
                        "endpoints",
                        marked.stream().map(UpstreamCommands::json).toList()));
    }

    /** The upstream and the endpoint, which may have slashes itself. Paths have a character for each byte. */
    private static String[] words(String path) {
        String text =
                new String(path.substring(PATH.length()).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        int slash = text.indexOf('/');
        return slash < 0 ? new String[] {text, ""} : new String[] {text.substring(0, slash), text.substring(slash + 1)};
    }

    private static String state(String query) {
        return query != null && query.startsWith(PARAMETER) ? query.substring(PARAMETER.length()) : "";
    }

    private static List<String> names(UpstreamView upstream) {
        return upstream.endpoints().stream()
                .flatMap(one -> Stream.of(one.name(), one.address()))
                .distinct()
                .toList();
    }

    private static void tell(String upstream, Use use, List<EndpointView> marked, String client) {
        String endpoints = marked.stream()
                .map(one -> one.address() + " is " + one.state().text() + " (" + one.tunnels() + " tunnels)")
                .collect(Collectors.joining(", "));
        if (use == Use.UP) {
            log.info("upstream \"{}\": {}, by command of {}", upstream, endpoints, client);
        } else {
            log.warn("upstream \"{}\": {}, by command of {}", upstream, endpoints, client);
        }
    }

    private static Map<String, Object> json(EndpointView endpoint) {
        return Map.of(
                "name", endpoint.name(),
                "address", endpoint.address(),
                "state", endpoint.state().text(),
                "active", endpoint.activeExchanges(),
                "tunnels", endpoint.tunnels());
    }

    private static StatusResponse unknown(String what, String word, Collection<String> known) {
        return Handler.error(404, what + " \"" + word + "\"" + Spelling.hint(word, known));
    }
}

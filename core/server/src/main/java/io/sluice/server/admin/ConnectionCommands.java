package io.sluice.server.admin;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.StatusResponse;
import io.sluice.server.websocket.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of clients as they are now: {@code GET /connections?…}, {@code GET /connections/<id>}, {@code POST
 * /connections/<id>/close}, {@code POST /connections/close?…}. Thread-safe.
 */
final class ConnectionCommands implements Handler {
    /** Where the paths begin. */
    static final String PATH = "/connections";

    private static final Logger log = LoggerFactory.getLogger(ConnectionCommands.class);
    private static final Pattern ONE = Pattern.compile(PATH + "/([0-9]{1,18})(/close)?");
    private static final String CLOSE_ALL = PATH + "/close";
    private static final int USUAL_LIMIT = 100;
    private static final int LARGEST_LIMIT = 10_000;
    /** RFC 6455 section 5.5: 125 bytes with the code. */
    private static final int LONGEST_REASON = 123;

    private static final List<String> HOW = List.of("code", "reason");
    private static final List<String> LIST = with(Selection.PARAMETERS, List.of("sort", "limit"));
    private static final List<String> CLOSE = with(Selection.PARAMETERS, with(HOW, List.of("all")));

    private final LiveConnections connections;

    ConnectionCommands(LiveConnections connections) {
        this.connections = connections;
    }

    private static List<String> with(List<String> some, List<String> others) {
        List<String> both = new ArrayList<>(some);
        both.addAll(others);
        return List.copyOf(both);
    }

    @Override
    public List<String> methods(String path) {
        Matcher one = ONE.matcher(path);
        if (path.equals(PATH) || (one.matches() && one.group(2) == null)) {
            return PAGE;
        }
        return path.equals(CLOSE_ALL) || one.matches() ? COMMAND : List.of();
    }

    @Override
    public CompletionStage<StatusResponse> handle(ExchangeView exchange, String client) {
        try {
            String path = exchange.path();
            Matcher one = ONE.matcher(path);
            if (path.equals(PATH)) {
                return list(new Query(exchange.query(), LIST));
            }
            if (path.equals(CLOSE_ALL)) {
                return closeAll(new Query(exchange.query(), CLOSE), exchange.query(), client);
            }
            if (!one.matches()) {
                throw new IllegalStateException(path);
            }
            long id = Long.parseLong(one.group(1));
            return one.group(2) == null
                    ? show(id, new Query(exchange.query(), List.of()))
                    : closeOne(id, new Query(exchange.query(), HOW), client);
        } catch (IllegalArgumentException e) {
            return Handler.now(Handler.error(400, e.getMessage()));
        }
    }

    private CompletionStage<StatusResponse> list(Query query) {
        Selection selection = new Selection(query);
        Order order = Order.of(query.choice("sort", "id", Order.words()));
        int limit = query.number("limit", USUAL_LIMIT, 1, LARGEST_LIMIT);
        return told(
                connections.find(selection::takes, order, limit),
                found -> Handler.json(
                        200,
                        Map.of(
                                "connections",
                                found.rows().stream().map(ConnectionRow::values).toList(),
                                "matching",
                                found.matching(),
                                "more",
                                found.matching() - found.rows().size())));
    }

    private CompletionStage<StatusResponse> show(long id, Query ignored) {
        return told(
                connections.find(connection -> connection.number() == id, Order.ID, 1),
                found -> found.rows().isEmpty()
                        ? unknown(id)
                        : Handler.json(200, found.rows().get(0).values()));
    }

    private CompletionStage<StatusResponse> closeOne(long id, Query how, String client) {
        int code = code(how);
        return told(connections.close(connection -> connection.number() == id, code, reason(how)), closed -> {
            if (closed.closed() > 0) {
                log.info("connection {} is closed with code {}, by command of {}", id, code, client);
            }
            return closed.closed() + closed.ending() == 0 ? unknown(id) : json(closed);
        });
    }

    private CompletionStage<StatusResponse> closeAll(Query query, String text, String client) {
        Selection selection = new Selection(query);
        int code = code(query);
        String reason = reason(query);
        if (selection.any() != query.flag("all")) {
            throw new IllegalArgumentException("which connections? (expected: one or more of "
                    + String.join(", ", Selection.PARAMETERS) + "; or all=true and none of them)");
        }
        return told(connections.close(selection::takes, code, reason), closed -> {
            log.warn("{} connections are closed, {}, by command of {}", closed.closed(), text, client);
            return json(closed);
        });
    }

    private static StatusResponse json(LiveConnections.Closed closed) {
        return Handler.json(200, Map.of("closed", closed.closed(), "ending", closed.ending()));
    }

    private static int code(Query query) {
        int code = query.number("code", CloseCode.GOING_AWAY, 0, 9999);
        if (!CloseCode.maySend(code)) {
            throw query.refused("code", "a code of RFC 6455 that may be sent, such as 1001, 1012, or 3000 to 4999");
        }
        return code;
    }

    private static String reason(Query query) {
        String reason = query.text("reason").orElse("");
        if (reason.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
            throw query.refused("reason", "at most " + LONGEST_REASON + " bytes");
        }
        return reason;
    }

    private static StatusResponse unknown(long id) {
        return Handler.error(404, "no connection " + id + "; it may have ended");
    }

    private static <T> CompletionStage<StatusResponse> told(
            CompletionStage<T> stage, Function<T, StatusResponse> answer) {
        return stage.handle((found, failure) -> {
            if (failure == null) {
                return answer.apply(found);
            }
            log.error("connections were not looked at", failure);
            return Handler.error(503, "a worker did not answer in time: the log tells more");
        });
    }
}

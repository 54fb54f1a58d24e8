package io.sluice.nginx.directive;

import io.sluice.nginx.syntax.Block;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.syntax.Problem;
import io.sluice.nginx.value.IfCondition;
import io.sluice.nginx.value.Numbers;
import io.sluice.nginx.value.Sticky;
import io.sluice.nginx.value.Times;
import io.sluice.nginx.value.ValueException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules that nginx has for single directives, beyond those of their kind. One for each configuration. */
final class OwnRules {
    private static final Set<String> EVENT_TYPES =
            Set.of("epoll", "poll", "select", "kqueue", "/dev/poll", "eventport");
    private static final Set<String> METHODS = Set.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "MKCOL",
            "COPY",
            "MOVE",
            "OPTIONS",
            "PROPFIND",
            "PROPPATCH",
            "LOCK",
            "UNLOCK",
            "PATCH");
    private static final int GREATEST_STATUS = 999;
    private static final long SMALLEST_ZONE = 8 * 4096;

    private final LogRules logs = new LogRules();
    private final LocationRules locations = new LocationRules();
    private final ServerRules servers = new ServerRules();
    private final Set<String> upstreams = new HashSet<>();

    /**
     * Checks a directive that is of its kind.
     *
     * @throws ValueException in nginx's words
     */
    void check(Level level, Directive directive) throws ValueException {
        switch (directive.name()) {
            case "worker_processes" -> workers(directive);
            case "worker_connections" ->
                require(isNumber(directive.text(0)), "invalid number \"" + directive.text(0) + "\"");
            case "use" ->
                require(EVENT_TYPES.contains(directive.text(0)), "invalid event type \"" + directive.text(0) + "\"");
            case "error_log" -> logs.errorLog(directive);
            case "log_format" -> logs.format(directive);
            case "access_log" -> logs.accessLog(directive);
            case "listen" -> servers.listen(level, directive);
            case "server" -> servers.upstreamServer(level, directive);
            case "upstream" ->
                require(upstreams.add(directive.text(0)), "duplicate upstream \"" + directive.text(0) + "\"");
            case "keepalive" ->
                require(
                        isPositive(directive.text(0)),
                        "invalid value \"" + directive.text(0) + "\" in \"keepalive\" directive");
            case "random" -> {
                optional(directive, 0, "two");
                optional(directive, 1, "least_conn");
            }
            case "hash" -> optional(directive, 1, "consistent");
            case "least_time" -> leastTime(directive);
            case "sticky" -> Sticky.of(directive.texts());
            case "add_header", "add_trailer" -> optional(directive, 2, "always");
            case "location" -> locations.location(level, directive);
            case "alias" -> locations.alias(level);
            case "proxy_pass" -> locations.proxyPass(level, directive);
            case "proxy_redirect" -> locations.proxyRedirect(level, directive);
            case "limit_except" -> methods(directive);
            case "return" -> returns(directive);
            case "error_page" -> errorPage(directive);
            case "if" -> IfCondition.of(directive.texts());
            case "set" ->
                require(
                        directive.text(0).startsWith("$") && directive.text(0).length() > 1,
                        "invalid variable name \"" + directive.text(0) + "\"");
            case "keepalive_timeout" -> keepalive(directive);
            case "ssl_session_cache" -> servers.sessionCache(directive);
            case "map" -> MapRules.check(directive);
            case "zone" -> zone(directive);
            case "index" -> index(directive);
            default -> {
                // None of its own.
            }
        }
    }

    /** What nginx finds when a block ends. */
    Optional<Problem> atEnd(Level level, Block block) {
        if (!block.closed()) {
            return Optional.empty();
        }
        return switch (level.context()) {
            case UPSTREAM -> servers.noServers(level, block);
            case SERVER, LOCATION -> locations.duplicates(block);
            default -> Optional.empty();
        };
    }

    private static void workers(Directive directive) throws ValueException {
        String word = directive.text(0);
        require(word.equals("auto") || isNumber(word), "\"worker_processes\" directive invalid value");
    }

    private static void keepalive(Directive directive) throws ValueException {
        try {
            Times.milliseconds(directive.text(0));
            if (directive.arguments().size() > 1) {
                Times.seconds(directive.text(1));
            }
        } catch (ValueException e) {
            throw new ValueException("\"keepalive_timeout\" directive " + e.getMessage());
        }
    }

    /** ngx_http_upstream_zone: a size of at least eight pages. */
    private static void zone(Directive directive) throws ValueException {
        if (directive.arguments().size() == 1) {
            return;
        }
        long size;
        try {
            size = Numbers.size(directive.text(1));
        } catch (ValueException e) {
            throw new ValueException("invalid zone size \"" + directive.text(1) + "\"");
        }
        require(size >= SMALLEST_ZONE, "zone \"" + directive.text(0) + "\" is too small");
    }

    private static void index(Directive directive) throws ValueException {
        for (String file : directive.texts()) {
            require(!file.isEmpty(), "index \"\" in \"index\" directive is invalid");
        }
    }

    private static void optional(Directive directive, int index, String word) throws ValueException {
        if (directive.arguments().size() > index && !directive.text(index).equals(word)) {
            throw new ValueException("invalid parameter \"" + directive.text(index) + "\"");
        }
    }

    private static void leastTime(Directive directive) throws ValueException {
        String time = directive.text(0);
        require(time.equals("header") || time.equals("last_byte"), "invalid parameter \"" + time + "\"");
        optional(directive, 1, "inflight");
    }

    private static void methods(Directive directive) throws ValueException {
        for (String method : directive.texts()) {
            require(
                    METHODS.stream().anyMatch(known -> known.equalsIgnoreCase(method)),
                    "invalid method \"" + method + "\"");
        }
    }

    private static void returns(Directive directive) throws ValueException {
        String word = directive.text(0);
        boolean address = word.startsWith("http://") || word.startsWith("https://") || word.startsWith("$scheme");
        boolean code = isNumber(word) && Numbers.number(word) <= GREATEST_STATUS;
        require(code || (address && directive.arguments().size() == 1), "invalid return code \"" + word + "\"");
    }

    private static void errorPage(Directive directive) throws ValueException {
        List<String> words = directive.texts();
        int codes = words.size() - 1;
        String answer = words.get(codes - 1);
        if (answer.startsWith("=")) {
            codes--;
            require(
                    codes > 0 && (answer.length() == 1 || isNumber(answer.substring(1))),
                    "invalid value \"" + answer + "\"");
        }
        for (String code : words.subList(0, codes)) {
            require(isNumber(code), "invalid value \"" + code + "\"");
            long status = Numbers.number(code);
            require(status >= 300 && status <= 599, "value \"" + code + "\" must be between 300 and 599");
        }
    }

    static boolean isNumber(String word) {
        try {
            return Numbers.number(word) >= 0;
        } catch (ValueException e) {
            return false;
        }
    }

    private static boolean isPositive(String word) throws ValueException {
        return isNumber(word) && Numbers.number(word) > 0;
    }

    static void require(boolean good, String message) throws ValueException {
        if (!good) {
            throw new ValueException(message);
        }
    }
}

package io.sluice.server.config;

import io.sluice.api.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What happens to requests for some paths (nginx: location). At most one of {@code upstream},
 * {@code pass}, {@code status}, {@code answer} and {@code files} is there; none only of one whose steps or nested routes answer.
 *
 * @param match how {@code path} is compared
 * @param path the path, prefix or regular expression
 * @param place file and line, for messages
 * @param upstream name of the pool
 * @param pass variables name the back end
 * @param status a status endpoint answers
 * @param answer the route answers by itself (return)
 * @param files the route answers by files (root, alias)
 * @param replacePrefix what stands in place of the matched prefix, as a URI on proxy_pass does; not with a regular
 *     expression
 * @param policies header policies, after those of the host
 * @param timeouts deadlines on the back end
 * @param maxBody largest request body in bytes, 0 for no bound (client_max_body_size)
 * @param upgrade what an Upgrade request may ask for
 * @param frames whether the frames of WebSockets are followed
 * @param ping when the sides of a WebSocket are asked whether they are there
 * @param hostHeader the Host field sent to the back end, with variables; {@code $http_host} by default, the
 *     client's own, which WebSocket back ends compare with Origin (nginx: $proxy_host)
 * @param accessLogs names of the logs that get a line for each exchange; empty: those of the host
 * @param steps what is done first, in order
 * @param errorPages what is served in place of errors; empty: as the host says
 * @param interceptErrors whether that holds for errors that a back end answered, too (proxy_intercept_errors)
 * @param internal whether only redirects inside the server lead here (internal)
 * @param client what holds for clients' connections otherwise than the host says
 * @param redirects how redirects of Sluice's own are completed otherwise than the host says
 * @param hiddenFields names of back ends' fields that clients do not get (proxy_hide_header)
 * @param locations what becomes of URLs in Location and Refresh of back ends (proxy_redirect)
 * @param nextUpstream when a request that failed goes to another endpoint (proxy_next_upstream)
 * @param routes of the paths that this one matches, those that are served otherwise (nested locations)
 */
public record RouteConfig(
        Match match,
        String path,
        String place,
        Optional<String> upstream,
        Optional<PassConfig> pass,
        Optional<ExtensionConfig> status,
        Optional<ReturnConfig> answer,
        Optional<FilesConfig> files,
        Optional<String> replacePrefix,
        List<ExtensionConfig> policies,
        UpstreamTimeouts timeouts,
        long maxBody,
        Upgrade upgrade,
        boolean frames,
        PingConfig ping,
        Template hostHeader,
        Optional<List<String>> accessLogs,
        List<StepConfig> steps,
        Optional<List<ErrorPageConfig>> errorPages,
        boolean interceptErrors,
        boolean internal,
        ClientConfig client,
        RedirectChoice redirects,
        List<String> hiddenFields,
        List<LocationConfig> locations,
        NextUpstreamConfig nextUpstream,
        List<RouteConfig> routes) {

    /** A route whose requests need no more than an answer of the server's own. */
    public static RouteConfig local(Match match, String path, String place, Duration deadline) {
        return new RouteConfig(
                match,
                path,
                place,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new UpstreamTimeouts(deadline, deadline, deadline),
                0,
                Upgrade.NONE,
                false,
                PingConfig.OFF,
                null,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                false,
                ClientConfig.NONE,
                RedirectChoice.NONE,
                List.of(),
                List.of(),
                NextUpstreamConfig.NEVER,
                List.of());
    }

    /** How a route's path is compared, in nginx's order of precedence. */
    public enum Match {
        /** {@code = /path}: the whole path. */
        EXACT,
        /** {@code ^~ /path}: a prefix that, when it is the longest, keeps regular expressions out. */
        PREFIX_FIRST,
        /** {@code /path}: a prefix; the longest wins, after regular expressions. */
        PREFIX,
        /** {@code ~ expression}: the first that is found in the path, in the order of the file. */
        REGEX,
        /** {@code ~* expression}: the same without regard to case. */
        REGEX_IGNORE_CASE,
        /** {@code @name}: no path of a request; an error page or another redirect inside the server names it. */
        NAMED
    }

    /** The path with nginx's sign for how it is compared, as in {@code = /}. */
    public String text() {
        return switch (match) {
            case EXACT -> "= " + path;
            case PREFIX_FIRST -> "^~ " + path;
            case PREFIX -> path;
            case REGEX -> "~ " + path;
            case REGEX_IGNORE_CASE -> "~* " + path;
            case NAMED -> "@" + path;
        };
    }

    /** Whether the path is a regular expression. */
    public boolean regex() {
        return match == Match.REGEX || match == Match.REGEX_IGNORE_CASE;
    }

    /** What an Upgrade request may ask for. */
    public enum Upgrade {
        /**
         * WebSockets. A request that offers another protocol goes on as a plain one, without its offer (RFC 9110 section
         * 7.8): HTTP clients that can do HTTP/2 offer h2c and expect to be refused so.
         */
        WEBSOCKET,
        /** WebSockets; a request that offers another protocol is answered with 400. */
        WEBSOCKET_ONLY,
        /** Any protocol; a WebSocket is still checked. */
        ANY,
        /** Nothing, not even a WebSocket: every request goes on as a plain one, without its offer. */
        NONE
    }

    /**
     * Deadlines on the back end.
     *
     * @param connect to establish a connection (proxy_connect_timeout)
     * @param read between two reads; on a tunnel, between any traffic either way (proxy_read_timeout)
     * @param send between two writes (proxy_send_timeout)
     */
    public record UpstreamTimeouts(Duration connect, Duration read, Duration send) {}
}

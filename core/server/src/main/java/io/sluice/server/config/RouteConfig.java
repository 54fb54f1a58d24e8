package io.sluice.server.config;

import io.sluice.api.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What happens to requests for some paths (nginx: location). Exactly one of {@code upstream},
 * {@code status} and {@code answer} is there.
 *
 * @param match how {@code path} is compared
 * @param path the path, prefix or regular expression
 * @param place file and line, for messages
 * @param upstream name of the pool
 * @param status a status endpoint answers
 * @param answer the route answers by itself (return)
 * @param replacePrefix what stands in place of the matched prefix, as a URI on proxy_pass does; not with a regular
 *     expression
 * @param policies header policies, after those of the host
 * @param timeouts deadlines on the back end
 * @param maxBody largest request body in bytes, 0 for no bound (client_max_body_size)
 * @param upgrade what an Upgrade request may ask for
 * @param hostHeader the Host field sent to the back end, with variables; {@code $http_host} by default, the
 *     client's own, which WebSocket back ends compare with Origin (nginx: $proxy_host)
 * @param accessLog whether the exchanges are logged
 */
public record RouteConfig(
        Match match,
        String path,
        String place,
        Optional<String> upstream,
        Optional<ExtensionConfig> status,
        Optional<ReturnConfig> answer,
        Optional<String> replacePrefix,
        List<ExtensionConfig> policies,
        UpstreamTimeouts timeouts,
        long maxBody,
        Upgrade upgrade,
        Template hostHeader,
        boolean accessLog) {

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
        REGEX_IGNORE_CASE
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

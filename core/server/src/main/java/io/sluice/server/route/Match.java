package io.sluice.server.route;

/**
 * What the table found for a request. Made when the table is built: to find one makes no garbage.
 *
 * @param serverName the first name of the host block that serves the request (nginx: $server_name); empty when it has none
 * @param route what serves the request; null when no route of the host matches, which is a 404
 * @param redirect null, or the path, percent-encoded, to which the client must be redirected with a 301: the path that was
 *     asked for lacks only the last slash of a route to an upstream ({@code /chat} where {@code /chat/} is routed), as in
 *     nginx. {@code route} is then that route, for its policies and log; the request must not be sent on
 */
public record Match<R>(String serverName, R route, String redirect) {
    /**
     * Where a redirect leads, without scheme and host.
     *
     * @param query the request's, without its question mark; null for none
     */
    public String location(String query) {
        return query == null || query.isEmpty() ? redirect : redirect + "?" + query;
    }
}

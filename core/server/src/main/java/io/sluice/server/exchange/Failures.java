package io.sluice.server.exchange;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.RequestHead;
import io.sluice.server.upstream.Loss;

/** What is said of the ways in which an exchange fails; in nginx's words, which operators search their logs for. */
final class Failures {
    private Failures() {}

    static ProxyException noRoute(String path) {
        return new ProxyException(ErrorKind.NO_ROUTE, "no route for \"" + path + "\"");
    }

    /** The client's connection is gone, by the client or by this server's end. */
    static ProxyException clientClosed(Throwable cause) {
        if (cause instanceof ProxyException known) {
            return known;
        }
        return of(ErrorKind.CLIENT_CLOSED, "client prematurely closed connection", cause);
    }

    static ProxyException clientStalled() {
        return of(ErrorKind.CLIENT_STALLED, "client timed out while it was sent the response", null);
    }

    static ProxyException clientSlow() {
        return of(ErrorKind.REQUEST_TIMEOUT, "client timed out while sending its body", null);
    }

    static ProxyException upstreamClosed(Throwable cause) {
        return of(
                ErrorKind.UPSTREAM_CLOSED,
                "upstream prematurely closed connection while reading response header from upstream",
                cause);
    }

    static ProxyException upstreamTruncated(Throwable cause) {
        return of(ErrorKind.UPSTREAM_TRUNCATED, "upstream prematurely closed connection while reading upstream", cause);
    }

    static ProxyException upstreamStalled() {
        return of(ErrorKind.UPSTREAM_STALLED, "upstream timed out while sending request to upstream", null);
    }

    static ProxyException upstreamSlow(boolean answered) {
        return of(
                ErrorKind.UPSTREAM_TIMEOUT,
                "upstream timed out while reading " + (answered ? "upstream" : "response header from upstream"),
                null);
    }

    /** Why a tunnel ends whose listener, route or endpoint is gone. */
    static ProxyException gone(Loss loss) {
        return switch (loss) {
            case LISTENER -> of(ErrorKind.TUNNEL_DRAINED, "its listener is no longer there", null);
            case ROUTE -> of(ErrorKind.TUNNEL_DRAINED, "its route is no longer there", null);
            case ENDPOINT -> of(ErrorKind.ENDPOINT_GONE, "upstream server is no longer used", null);
        };
    }

    static ProxyException stopping() {
        return of(ErrorKind.SHUTTING_DOWN, "no new tunnel while the server or its listener stops", null);
    }

    static ProxyException unaskedSwitch() {
        return of(ErrorKind.BAD_RESPONSE, "upstream sent a 101 that was not asked for", null);
    }

    /** The number by which an error page names an error: its status, or that of nginx which tells it from others. */
    static int code(ErrorKind kind) {
        return switch (kind) {
            case CLIENT_CERTIFICATE_BAD -> 495;
            case CLIENT_CERTIFICATE_MISSING -> 496;
            case PLAIN_HTTP -> 497;
            default -> kind.status();
        };
    }

    /** The status of a failed request: nginx logs a client that leaves within its head with 400. */
    static int status(ErrorKind kind, RequestHead head) {
        return head == null && kind == ErrorKind.CLIENT_CLOSED ? 400 : kind.status();
    }

    /** An error in Sluice itself, or one that was given its kind where it arose. */
    static ProxyException of(Throwable t) {
        return t instanceof ProxyException known ? known : new ProxyException(ErrorKind.INTERNAL, t.toString(), t);
    }

    private static ProxyException of(ErrorKind kind, String message, Throwable cause) {
        return new ProxyException(kind, cause == null ? message : message + " (" + cause.getMessage() + ")", cause);
    }
}

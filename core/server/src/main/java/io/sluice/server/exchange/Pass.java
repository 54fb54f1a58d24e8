package io.sluice.server.exchange;

import io.sluice.api.Template;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.route.Rewrite;
import io.sluice.server.upstream.Pool;
import io.sluice.server.upstream.PoolDirectory;

/** Finds the back end that variables name (nginx: proxy_pass with variables). Immutable and thread-safe. */
public final class Pass {
    private static final String PLAIN = "http://";
    private static final String SECURE = "https://";

    private final String what;
    private final Template to;
    private final PoolDirectory plain;
    private final PoolDirectory secure;

    /**
     * Where a request goes.
     *
     * @param target what is asked for there; null for the request's own target
     */
    record Destination(Pool pool, String target) {}

    /**
     * A way to back ends.
     *
     * @param what the URL with its variables and the route that has it, for messages
     * @param to the URL
     * @param plain the pools behind http://
     * @param secure those behind https://
     */
    public Pass(String what, Template to, PoolDirectory plain, PoolDirectory secure) {
        this.what = what;
        this.to = to;
        this.plain = plain;
        this.secure = secure;
    }

    /**
     * The destination of this exchange.
     *
     * @throws ProxyException where the URL is none, or names no back end
     */
    Destination of(ExchangeView exchange) {
        String url = to.text(exchange);
        boolean tls = url.regionMatches(true, 0, SECURE, 0, SECURE.length());
        if (!tls && !url.regionMatches(true, 0, PLAIN, 0, PLAIN.length())) {
            throw new ProxyException(
                    ErrorKind.INTERNAL, refusal("invalid URL prefix in", url, "http://… or https://…"));
        }
        int start = tls ? SECURE.length() : PLAIN.length();
        int end = start;
        while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '?') {
            end++;
        }
        String authority = url.substring(start, end);
        Pool pool = (tls ? secure : plain)
                .find(authority)
                .orElseThrow(
                        () -> new ProxyException(
                                ErrorKind.NO_ENDPOINT,
                                refusal(
                                        authority.isEmpty()
                                                ? "no host in"
                                                : "no resolver defined to resolve " + authority + " in",
                                        url,
                                        "the name of an upstream, an IP address, or the name of a host and sluice.resolver.addresses")));
        if (end == url.length()) {
            return new Destination(pool, null);
        }
        String target = Rewrite.safe(url.substring(end));
        return new Destination(pool, target.startsWith("/") ? target : "/" + target);
    }

    private String refusal(String wrong, String url, String expected) {
        return wrong + " \"" + url + "\", which is " + what + " (expected: " + expected + ")";
    }
}

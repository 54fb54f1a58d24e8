package io.sluice.server.route;

import io.sluice.server.config.RouteConfig;
import io.sluice.server.variable.Octets;
import java.util.Optional;

/**
 * The target that is sent on where a route replaces the prefix it matched, as the URI of nginx's proxy_pass does: the
 * replacement as it is written, the rest of the normalized path percent-encoded again, the query as it was received. A
 * route without replacement sends the request's own target on, untouched.
 *
 * <p>Immutable and thread-safe.
 */
public final class Rewrite {
    private static final String HEX = "0123456789ABCDEF";

    /** What nginx escapes in a path it puts together, besides controls, space and all beyond ASCII. */
    private static final String ESCAPED = "\"#%<>?\\^`{|}";

    private final String replacement;
    private final int matched;

    private Rewrite(String replacement, int matched) {
        this.replacement = replacement;
        this.matched = matched;
    }

    /** The rewriting of a route; empty when it has none. */
    public static Optional<Rewrite> of(RouteConfig route) {
        int matched = Octets.of(route.path()).length();
        return route.replacePrefix().map(replacement -> new Rewrite(replacement, matched));
    }

    /**
     * The target for a request that the route matched.
     *
     * @param path the normalized path, one character for each byte
     * @param query as received, without its question mark; null for none
     */
    public String target(String path, String query) {
        StringBuilder out =
                new StringBuilder(replacement.length() + path.length() + (query == null ? 16 : query.length() + 16));
        out.append(replacement);
        escape(path, Math.min(matched, path.length()), out);
        if (query != null && !query.isEmpty()) {
            out.append('?').append(query);
        }
        return out.toString();
    }

    /**
     * The target of a request that was redirected inside the server: no more the one that was received.
     *
     * @param path as of {@link #target}
     * @param query without its question mark; null or empty for none
     */
    public static String whole(String path, String query) {
        String escaped = escape(path);
        return query == null || query.isEmpty() ? escaped : escaped + "?" + safe(query);
    }

    /** A text that variables made up, fit for a request line or a field: controls, spaces and bytes beyond ASCII encoded. */
    public static String safe(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean good = c > ' ' && c < 0x7f;
            if (!good && out == null) {
                out = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (out != null && good) {
                out.append(c);
            } else if (!good) {
                out.append('%').append(HEX.charAt(c >> 4 & 0xf)).append(HEX.charAt(c & 0xf));
            }
        }
        return out == null ? text : out.toString();
    }

    /** A whole path, percent-encoded. */
    static String escape(String path) {
        StringBuilder out = new StringBuilder(path.length() + 16);
        escape(path, 0, out);
        return out.toString();
    }

    private static void escape(String path, int from, StringBuilder out) {
        for (int i = from; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c > ' ' && c < 0x7f && ESCAPED.indexOf(c) < 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
            }
        }
    }
}

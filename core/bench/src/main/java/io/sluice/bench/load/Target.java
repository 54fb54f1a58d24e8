package io.sluice.bench.load;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * What is measured.
 *
 * @param webSocket a WebSocket, else HTTP
 * @param host a name or address, one of version 6 without brackets
 * @param path with the query; never empty
 */
public record Target(boolean webSocket, boolean tls, String host, int port, String path) {
    /**
     * From an address such as {@code wss://example.com/chat?room=1}.
     *
     * @throws IllegalArgumentException where it is none; the message says what is expected
     */
    public static Target parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw bad(url, e.getReason());
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("wss") || scheme.equals("https");
        boolean webSocket = scheme.equals("ws") || scheme.equals("wss");
        if (!tls && !webSocket && !scheme.equals("http")) {
            throw bad(url, "its scheme is none of these");
        }
        if (uri.getHost() == null) {
            throw bad(url, "it names no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw bad(url, "a name and password go into --header 'Authorization: …'");
        }
        if (uri.getRawFragment() != null) {
            throw bad(url, "what follows # is never sent");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw bad(url, "a port is 1 to 65535");
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Target(
                webSocket,
                tls,
                uri.getHost().replaceAll("[\\[\\]]", ""),
                uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static IllegalArgumentException bad(String url, String why) {
        return new IllegalArgumentException("found " + url + ": " + why
                + " (expected: ws://HOST[:PORT][/PATH], or with wss://, http:// or https://)");
    }

    /** What stands in the field Host. */
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    /** The address as it was meant. */
    @Override
    public String toString() {
        return (webSocket ? "ws" : "http") + (tls ? "s" : "") + "://" + authority() + path;
    }
}

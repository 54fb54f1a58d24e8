package io.sluice.server.admin;

import io.sluice.api.exchange.ExchangeView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells requests of this machine's own programs from those that a web page has a browser make: any page may send a POST to a
 * loopback address. Such a request has the page's origin in Origin; or, where the page's name was made to lead to this machine
 * (DNS rebinding), that name in Host.
 */
final class LocalOnly {
    private static final String USUAL_PORT = "80";
    private static final Pattern HOST =
            Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::([0-9]{1,5}))?");

    private LocalOnly() {}

    /** Why a request must not be obeyed; empty where it may. */
    static Optional<String> refusal(ExchangeView exchange) {
        int port = exchange.localAddress().getPort();
        List<String> hosts = exchange.requestHeaders().all("Host");
        String host = hosts.size() == 1 ? hosts.get(0).toLowerCase(Locale.ROOT) : "";
        if (!names(host, port)) {
            return Optional.of("Host is not this machine's (expected: localhost:" + port
                    + " or a loopback address with that port)");
        }
        boolean own = exchange.requestHeaders().all("Origin").stream()
                .allMatch(origin -> origin.equalsIgnoreCase("http://" + host));
        return own ? Optional.empty() : Optional.of("it comes from a web page of another origin (Origin)");
    }

    private static boolean names(String host, int port) {
        Matcher found = HOST.matcher(host);
        if (!found.matches()) {
            return false;
        }
        String asked = found.group(1) == null ? USUAL_PORT : found.group(1);
        return Integer.parseInt(asked) == port;
    }
}

package io.sluice.server.admin;

import io.sluice.api.exchange.AddressText;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeadersView;
import io.sluice.server.config.AdminConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells requests of an operator's own programs from those that a web page has a browser make: any page may send a POST to a
 * loopback address. Such a request has another name than the listener's in Host, where the page's name was made to lead here
 * (DNS rebinding); or the page's origin in Origin; or says in Sec-Fetch-Site that it is of another site. And it lacks what a
 * page can send only after it has asked for permission (CORS), which nobody is given here. Immutable and thread-safe.
 */
final class Guard {
    /** The field that a command has, with any value, where it has no content type of JSON. */
    static final String COMMAND_FIELD = "X-Sluice-Command";

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");
    private static final Pattern HOST = Pattern.compile("([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final Set<String> names;

    Guard(AdminConfig config) {
        this.names = Set.copyOf(config.names());
    }

    /** Why a request gets nothing, whatever it asks for; empty where it may. */
    Optional<Refusal> refusal(ExchangeView exchange, boolean reads) {
        HeadersView fields = exchange.requestHeaders();
        List<String> hosts = fields.all("Host");
        String host = hosts.size() == 1 ? hosts.get(0).toLowerCase(Locale.ROOT) : "";
        if (!known(host, exchange)) {
            String own = AddressText.withPort(exchange.localAddress());
            return Optional.of(Refusal.forbidden("Host is not this listener's (expected: " + own
                    + (loopback(exchange) ? ", localhost or a loopback address with that port" : "")
                    + ", or one of sluice.admin.names)"));
        }
        String origin = exchange.scheme() + "://" + host;
        if (!fields.all("Origin").stream().allMatch(origin::equalsIgnoreCase)) {
            return Optional.of(Refusal.forbidden("it comes from a web page of another origin (Origin)"));
        }
        if (!fields.all("Sec-Fetch-Site").stream().allMatch(OWN_SITE::contains) && !(reads && followsLink(fields))) {
            return Optional.of(Refusal.forbidden("it comes from a web page of another site (Sec-Fetch-Site)"));
        }
        return Optional.empty();
    }

    /** Why a command is not obeyed: a page of another origin might have sent it without asking anybody. */
    static Optional<Refusal> simple(ExchangeView exchange) {
        HeadersView fields = exchange.requestHeaders();
        String type = fields.first("Content-Type");
        boolean json = type != null
                && type.toLowerCase(Locale.ROOT).replaceFirst(";.*", "").strip().equals("application/json");
        return json || fields.first(COMMAND_FIELD) != null
                ? Optional.empty()
                : Optional.of(
                        Refusal.forbidden("a command needs what no web page can send unasked (expected: the field "
                                + COMMAND_FIELD + " with any value, or Content-Type: application/json)"));
    }

    /** A link somewhere that an operator follows: what is answered, that page does not see. */
    private static boolean followsLink(HeadersView fields) {
        return "navigate".equals(fields.first("Sec-Fetch-Mode")) && "document".equals(fields.first("Sec-Fetch-Dest"));
    }

    private boolean known(String host, ExchangeView exchange) {
        Matcher found = HOST.matcher(host);
        if (!found.matches()) {
            return false;
        }
        String name = found.group(1);
        if (names.contains(name)) {
            return true; // behind whatever port it was published at
        }
        int usual = exchange.scheme().equals("https") ? 443 : 80;
        int port = found.group(2) == null ? usual : Integer.parseInt(found.group(2));
        InetSocketAddress local = exchange.localAddress();
        return port == local.getPort()
                && (name.equals(literal(local.getAddress()))
                        || (loopback(exchange) && LOOPBACK.matcher(name).matches()));
    }

    private static boolean loopback(ExchangeView exchange) {
        return exchange.localAddress().getAddress().isLoopbackAddress();
    }

    private static String literal(InetAddress address) {
        String text = AddressText.of(address);
        return text.indexOf(':') < 0 ? text : "[" + text + "]";
    }
}

package io.sluice.plugins.sticky.cookie;

import io.sluice.api.Settings;
import io.sluice.api.Template;
import io.sluice.api.exchange.ExchangeView;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What follows the value of a Set-Cookie field (RFC 6265 section 4.1). */
final class Attributes {
    private static final Map<String, String> SAME_SITE = Map.of("strict", "Strict", "lax", "Lax", "none", "None");
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Optional<Duration> expires;
    private final Template domain;
    private final String rest;

    private Attributes(Optional<Duration> expires, Template domain, String rest) {
        this.expires = expires;
        this.domain = domain;
        this.rest = rest;
    }

    static Attributes read(Settings settings, Optional<Duration> expires) {
        Template domain = settings.template("domain", null);
        if (domain != null && !isValue(settings.string("domain"))) {
            throw settings.refuse("domain", "a domain such as .example.com, or a text with variables");
        }
        String path = settings.string("path", "/");
        if (!path.startsWith("/") || !isValue(path)) {
            throw settings.refuse("path", "a path that begins with / and has neither ; nor control characters");
        }
        boolean secure = settings.bool("secure", false);
        String sameSite = settings.choice("same-site", List.of("strict", "lax", "none"), "");
        if (sameSite.equals("none") && !secure) {
            throw settings.refuse(
                    "same-site", "strict or lax, or secure = on: browsers drop a cookie that is none alone");
        }
        return new Attributes(
                expires,
                domain,
                "; Path=" + path
                        + (secure ? "; Secure" : "")
                        + (settings.bool("http-only", true) ? "; HttpOnly" : "")
                        + (sameSite.isEmpty() ? "" : "; SameSite=" + SAME_SITE.get(sameSite)));
    }

    /** Appends them. A domain that variables have made, but that can be none, is left out. */
    void append(ExchangeView exchange, StringBuilder out) {
        if (expires.isPresent()) {
            out.append("; Max-Age=").append(expires.get().toSeconds());
            out.append("; Expires=");
            IMF_FIXDATE.formatTo(Instant.ofEpochMilli(exchange.nowMillis()).plus(expires.get()), out);
        }
        if (domain != null) {
            String name = domain.text(exchange);
            if (!name.isEmpty() && isValue(name)) {
                out.append("; Domain=").append(name);
            }
        }
        out.append(rest);
    }

    private static boolean isValue(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != ';');
    }
}

package io.sluice.plugins.sticky.cookie;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.Stickiness;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A cookie holds the client to the endpoint that answered first. One that is forged, cut, too old, or of an endpoint that is
 * no more counts as none. It is set again only when another endpoint has answered, so it ends {@code expires} after it was
 * made, as with nginx.
 */
final class StickyCookie implements Stickiness {
    private final String name;
    private final List<Seal> seals;
    private final long maxAgeSeconds;
    private final Attributes attributes;

    StickyCookie(String name, List<Seal> seals, Optional<Duration> expires, Attributes attributes) {
        this.name = name;
        this.seals = seals;
        this.maxAgeSeconds = expires.map(Duration::toSeconds).orElse(Long.MAX_VALUE);
        this.attributes = attributes;
    }

    @Override
    public List<Endpoint> heldTo(ExchangeView exchange) {
        long now = seconds(exchange);
        for (String value : Cookies.values(exchange.requestHeaders(), name)) {
            for (Seal seal : seals) {
                Seal.Opened opened = seal.open(value);
                if (opened != null && now - opened.madeAtSeconds() <= maxAgeSeconds) {
                    return opened.endpoints();
                }
            }
        }
        return List.of();
    }

    @Override
    public void hold(Endpoint chosen, Headers headers, ExchangeView exchange) {
        String value = seals.get(0).close(chosen, seconds(exchange));
        if (value != null) {
            StringBuilder field =
                    new StringBuilder(160).append(name).append('=').append(value);
            attributes.append(exchange, field);
            headers.add("Set-Cookie", field.toString());
        }
    }

    private static long seconds(ExchangeView exchange) {
        return TimeUnit.MILLISECONDS.toSeconds(exchange.nowMillis());
    }
}

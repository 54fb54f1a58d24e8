package io.sluice.plugins.sticky.cookie;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.Stickiness;
import io.sluice.api.balance.StickinessFactory;
import io.sluice.api.headers.FieldRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Makes what is sticky by {@code cookie}. Its settings: {@code name}, which must be there; {@code secret} or {@code
 * secret-file}, one of which must be; {@code expires}, {@code domain}, {@code path}, {@code secure}, {@code http-only} and
 * {@code same-site}.
 */
@Extension
public final class StickyCookieFactory implements StickinessFactory {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    @Override
    public String name() {
        return "cookie";
    }

    @Override
    public Stickiness create(List<Endpoint> endpoints, Settings settings) {
        String name = settings.string("name");
        if (!FieldRules.token(name)) {
            throw settings.refuse("name", "the name of a cookie: letters, digits and !#$%&'*+-.^_`|~");
        }
        Optional<Duration> expires = settings.has("expires")
                ? Optional.of(settings.duration("expires", SHORTEST, LONGEST))
                : Optional.empty();
        List<Seal> seals = Secrets.read(settings).stream()
                .map(secret -> new Seal(secret, name, endpoints))
                .toList();
        return new StickyCookie(name, seals, expires, Attributes.read(settings, expires));
    }
}

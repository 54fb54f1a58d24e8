package io.sluice.plugins.headers.forwarded;

import io.sluice.api.Settings;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.HeaderPolicyFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pf4j.Extension;

/**
 * The header policy {@code forwarded}. All settings are optional; these are the defaults:
 *
 * <pre>{@code
 * { policy = forwarded
 *   trusted-proxies = []
 *   x-real-ip = on, x-forwarded-for = append, x-forwarded-proto = on, x-forwarded-host = on, x-forwarded-port = on
 *   forwarded = off }
 * }</pre>
 */
@Extension
public final class ForwardedFactory implements HeaderPolicyFactory {
    private static final String CIDR =
            "addresses or networks such as 10.0.0.0/8 or 2001:db8::/32, no bit set past the prefix";

    @Override
    public String name() {
        return "forwarded";
    }

    @Override
    public HeaderPolicy create(Settings settings) {
        List<Cidr> trusted = new ArrayList<>();
        for (String text : settings.strings("trusted-proxies")) {
            Cidr cidr = Cidr.parse(text);
            if (cidr == null) {
                throw settings.refuse("trusted-proxies", CIDR + "; not " + text);
            }
            trusted.add(cidr);
        }
        return new ForwardedPolicy(
                new TrustedProxies(trusted),
                mode(settings, "x-forwarded-for", "append"),
                mode(settings, "forwarded", "off"),
                new ForwardedPolicy.Switches(
                        settings.bool("x-real-ip", true),
                        settings.bool("x-forwarded-proto", true),
                        settings.bool("x-forwarded-host", true),
                        settings.bool("x-forwarded-port", true)));
    }

    private static ForwardedPolicy.Mode mode(Settings settings, String key, String fallback) {
        String word = settings.choice(key, List.of("append", "replace", "off"), fallback);
        return ForwardedPolicy.Mode.valueOf(word.toUpperCase(Locale.ROOT));
    }
}

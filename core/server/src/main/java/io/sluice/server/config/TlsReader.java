package io.sluice.server.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads {@code tls { … }}, what all of TLS has in common. */
final class TlsReader {
    private static final List<String> PROVIDERS = Arrays.stream(TlsConfig.Provider.values())
            .map(provider -> provider.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();

    private TlsReader() {}

    static TlsConfig read(Block block) {
        String provider = block.choice("provider", PROVIDERS);
        return new TlsConfig(
                TlsConfig.Provider.valueOf(provider.toUpperCase(Locale.ROOT).replace('-', '_')),
                block.place("provider"),
                block.duration("watch-interval", Duration.ZERO, ConfigLoader.LONGEST),
                block.duration("expiry-warning", Duration.ZERO, ConfigLoader.LONGEST));
    }
}

package io.sluice.server.config;

import static io.sluice.server.config.ConfigLoader.LONGEST;

import io.sluice.api.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code health} of upstreams; what one does not say is as {@code sluice.defaults.health} says. */
final class HealthReader {
    /** The timers of the probes tick no faster. */
    private static final Duration TICK = Duration.ofMillis(100);

    private static final List<String> OWN =
            List.of("check", "interval", "jitter", "timeout", "rise", "fall", "port", "tls", "server-name");

    private final Block defaults;

    HealthReader(Block defaults) {
        this.defaults = defaults;
    }

    /**
     * A word that switches it off, the name of an extension alone, a block, or a list of those.
     *
     * @param spoken the TLS of the upstream
     */
    List<HealthConfig> read(Block upstream, Optional<ClientTlsConfig> spoken) {
        if (UpstreamReader.off(upstream, "health")) {
            return List.of();
        }
        return upstream.blocks("health", "check").stream()
                .map(block -> check(block.orElse(defaults), spoken))
                .toList();
    }

    private static HealthConfig check(Block block, Optional<ClientTlsConfig> spoken) {
        Duration interval = block.duration("interval", TICK, LONGEST);
        Duration jitter = jitter(block, interval);
        Duration timeout = block.duration("timeout", TICK, LONGEST);
        int rise = block.integer("rise", 1, 1_000_000);
        int fall = block.integer("fall", 1, 1_000_000);
        OptionalInt port = block.has("port") ? OptionalInt.of(block.integer("port", 1, 65_535)) : OptionalInt.empty();
        boolean tls = tls(block, spoken.isPresent());
        Optional<String> serverName = serverName(block, tls ? spoken : Optional.empty());
        Block.Extension check = block.extension("check", OWN);
        return new HealthConfig(
                check.name(),
                check.settings(),
                check.place(),
                interval,
                jitter,
                timeout,
                rise,
                fall,
                port,
                tls,
                serverName);
    }

    /** A length of time, or a part of the interval. */
    private static Duration jitter(Block block, Duration interval) {
        Optional<String> part = block.word("jitter").filter(text -> text.matches("[0-9]{1,3}%"));
        if (part.isEmpty()) {
            return block.duration("jitter", Duration.ZERO, LONGEST);
        }
        int percent = Integer.parseInt(part.get().replace("%", ""));
        if (percent > 100) {
            block.refuse("jitter", "a part of the interval from 0% to 100%, or a length of time");
        }
        return interval.multipliedBy(percent).dividedBy(100);
    }

    private static boolean tls(Block block, boolean spoken) {
        if (!block.has("tls")) {
            return spoken;
        }
        boolean wanted = block.bool("tls");
        if (wanted && !spoken) {
            block.refuse("tls", "off: its upstream speaks no TLS");
        }
        return wanted;
    }

    /** A probe is no request: of names with variables it can have none. */
    private static Optional<String> serverName(Block block, Optional<ClientTlsConfig> spoken) {
        Optional<String> own = block.text("server-name");
        return own.isPresent()
                ? own
                : spoken.flatMap(ClientTlsConfig::serverName)
                        .filter(Template::constant)
                        .map(name -> name.text(null));
    }
}

package io.sluice.server.config;

import static io.sluice.server.config.ConfigLoader.LONGEST;
import static io.sluice.server.config.ConfigLoader.SHORTEST;

import io.sluice.server.config.RouteConfig.Upgrade;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one entry of {@code routes}. */
final class RouteReader {
    private static final List<String> UPGRADES =
            Stream.of(Upgrade.values()).map(RouteReader::word).toList();

    private final Set<String> upstreams;

    RouteReader(Set<String> upstreams) {
        this.upstreams = upstreams;
    }

    RouteConfig read(Block block) {
        RoutePath path = RoutePath.read(block);
        Optional<String> upstream =
                block.has("upstream") ? Optional.of(block.choice("upstream", upstreams)) : Optional.empty();
        Optional<ExtensionConfig> status = block.has("status")
                ? Optional.of(block.extension("status", "type").config())
                : Optional.empty();
        if (upstream.isPresent() == status.isPresent()) {
            block.refuse(upstream.isPresent() ? "status" : "upstream", "either an upstream or a status endpoint");
        }
        return new RouteConfig(
                path.match(),
                path.path(),
                block.place("path"),
                upstream,
                status,
                replacePrefix(block, path, status.isPresent()),
                block.extensions("policies", "policy"),
                timeouts(block.block("timeouts")),
                block.bytes("max-body", 0, Long.MAX_VALUE),
                Upgrade.valueOf(block.choice("upgrade", UPGRADES)
                        .toUpperCase(Locale.ROOT)
                        .replace('-', '_')),
                block.template("host-header"),
                block.bool("access-log"));
    }

    private static Optional<String> replacePrefix(Block block, RoutePath path, boolean status) {
        Optional<String> replacement = block.text("replace-prefix");
        if (replacement.isPresent() && (path.regex() || status)) {
            block.refuse(
                    "replace-prefix", "nothing here: only a prefix or an exact path to an upstream can be replaced");
        } else if (replacement.isPresent() && !replacement.get().matches("/[!-~&&[^?#]]*")) {
            block.refuse("replace-prefix", "a path that begins with /, percent-encoded, without query or fragment");
        }
        return replacement;
    }

    private static RouteConfig.UpstreamTimeouts timeouts(Block block) {
        return new RouteConfig.UpstreamTimeouts(
                block.duration("connect", SHORTEST, LONGEST),
                block.duration("read", SHORTEST, LONGEST),
                block.duration("send", SHORTEST, LONGEST));
    }

    private static String word(Upgrade upgrade) {
        return upgrade.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

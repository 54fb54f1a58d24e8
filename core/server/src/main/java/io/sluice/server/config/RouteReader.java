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

    /** The keys that say who answers. */
    private static final List<String> ANSWERS = List.of("upstream", "status", "return");

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
        Optional<ReturnConfig> answer = block.has("return")
                ? Optional.of(ReturnReader.read(block.single("return", "status")))
                : Optional.empty();
        checkOneAnswers(block);
        return new RouteConfig(
                path.match(),
                path.path(),
                block.place("path"),
                upstream,
                status,
                answer,
                replacePrefix(block, path, upstream.isPresent()),
                block.extensions("policies", "policy"),
                timeouts(block.block("timeouts")),
                block.bytes("max-body", 0, Long.MAX_VALUE),
                Upgrade.valueOf(block.choice("upgrade", UPGRADES)
                        .toUpperCase(Locale.ROOT)
                        .replace('-', '_')),
                block.template("host-header"),
                block.bool("access-log"));
    }

    private static void checkOneAnswers(Block block) {
        List<String> there = ANSWERS.stream().filter(block::has).toList();
        if (there.size() != 1) {
            block.refuse(
                    there.isEmpty() ? "upstream" : there.get(there.size() - 1),
                    "one of an upstream, a status endpoint and a return");
        }
    }

    private static Optional<String> replacePrefix(Block block, RoutePath path, boolean upstream) {
        Optional<String> replacement = block.text("replace-prefix");
        if (replacement.isPresent() && (path.regex() || !upstream)) {
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

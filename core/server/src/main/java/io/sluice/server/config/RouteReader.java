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
    private static final List<String> ANSWERS = List.of("upstream", "pass", "status", "return", "files");

    private final Block defaults;
    private final Set<String> upstreams;
    private final ClientTlsReader tls;
    private final Set<String> logs;
    private final FilesReader files;
    private final Shared shared = new Shared();

    RouteReader(Block defaults, Set<String> upstreams, ClientTlsReader tls, FilesReader files, Set<String> logs) {
        this.logs = logs;
        this.defaults = defaults;
        this.upstreams = upstreams;
        this.tls = tls;
        this.files = files;
    }

    /** The routes of a list. */
    List<RouteConfig> readAll(Block owner, String key) {
        return owner.blocks(key).stream()
                .map(route -> read(route.orElse(defaults)))
                .toList();
    }

    private RouteConfig read(Block block) {
        List<StepConfig> steps =
                StepReader.read(block, variant -> route(variant.orElse(block), variant, List.of(), List.of()));
        List<RouteConfig> nested = readAll(block, "routes");
        if (nested.isEmpty() && steps.isEmpty() && ANSWERS.stream().noneMatch(block::has)) {
            block.refuse("upstream", "one of " + String.join(", ", ANSWERS));
        }
        return route(block, block, steps, nested);
    }

    /**
     * A route, or one that stands in for it.
     *
     * @param answering the block in which an answer is looked for first; where it has none, in {@code block}
     */
    private RouteConfig route(Block block, Block answering, List<StepConfig> steps, List<RouteConfig> nested) {
        RoutePath path = RoutePath.read(block);
        Block own = ANSWERS.stream().anyMatch(answering::has) ? answering : block;
        checkOneAnswers(own);
        Optional<String> upstream =
                own.has("upstream") ? shared.of(Optional.of(own.choice("upstream", upstreams))) : Optional.empty();
        return new RouteConfig(
                path.match(),
                path.path(),
                block.place("path"),
                upstream,
                own.has("pass") ? PassReader.read(own.single("pass", "to"), tls) : Optional.empty(),
                own.has("status") ? Optional.of(own.extension("status", "type").config()) : Optional.empty(),
                own.has("return") ? Optional.of(ReturnReader.read(own.single("return", "status"))) : Optional.empty(),
                own.has("files")
                        ? Optional.of(files.read(own.single("files", "root"), path.match()))
                        : Optional.empty(),
                replacePrefix(block, path, upstream.isPresent()),
                block.extensions("policies", "policy"),
                shared.of(timeouts(block.block("timeouts"))),
                block.bytes("max-body", 0, Long.MAX_VALUE),
                Upgrade.valueOf(block.choice("upgrade", UPGRADES)
                        .toUpperCase(Locale.ROOT)
                        .replace('-', '_')),
                block.bool("frames"),
                shared.of(PingConfig.read(block.block("ping"), block.bool("frames"))),
                block.template("host-header"),
                shared.of(LogChoice.read(block, logs)),
                steps,
                block.has("error-pages") ? Optional.of(ErrorPageReader.read(block)) : Optional.empty(),
                block.bool("intercept-errors"),
                block.bool("internal"),
                shared.of(ClientConfig.read(block)),
                shared.of(RedirectChoice.read(block.block("redirects"))),
                shared.of(fieldNames(block)),
                LocationConfig.read(block),
                shared.of(NextUpstreamConfig.read(block.block("next-upstream"))),
                nested);
    }

    private static void checkOneAnswers(Block block) {
        List<String> there = ANSWERS.stream().filter(block::has).toList();
        if (there.size() > 1) {
            block.refuse(there.get(there.size() - 1), "one of " + String.join(", ", ANSWERS));
        }
    }

    private static Optional<String> replacePrefix(Block block, RoutePath path, boolean upstream) {
        Optional<String> replacement = block.text("replace-prefix");
        if (replacement.isPresent() && (path.regex() || path.match() == RouteConfig.Match.NAMED || !upstream)) {
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

    private static List<String> fieldNames(Block block) {
        List<String> names = block.strings("hidden-fields");
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                block.refuse("hidden-fields", i, "the name of a header field");
            }
        }
        return names;
    }

    private static String word(Upgrade upgrade) {
        return upgrade.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

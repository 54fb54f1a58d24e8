package io.sluice.server.config;

import static io.sluice.server.config.ConfigLoader.LONGEST;
import static io.sluice.server.config.ConfigLoader.SHORTEST;

import io.sluice.server.config.TunnelRules.Fate;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code listeners { <name> { … } }}. */
final class ListenerReader {
    private static final int LARGEST_HEAD = 16 << 20;

    /** Not at once: the tunnels are as good as they were. */
    private static final List<String> ON_REMOVED = List.of("keep", "drain");

    private ListenerReader() {}

    static ListenerConfig read(String name, Block block, ServerTlsReader tls) {
        return new ListenerConfig(
                name,
                bind(block),
                block.integer("backlog", 1, 65_535),
                block.bool("reuse-port"),
                block.bool("tcp-nodelay"),
                block.bool("so-keepalive"),
                limits(block.block("limits")),
                new HeadRules(
                        block.bool("underscores-in-headers"),
                        block.bool("ignore-invalid-headers"),
                        block.bool("merge-slashes")),
                timeouts(block.block("timeouts")),
                block.integer("keepalive-requests", 1, Integer.MAX_VALUE),
                block.bool("server-tokens"),
                Fate.valueOf(block.choice("on-removed", ON_REMOVED).toUpperCase(Locale.ROOT)),
                tls.listener(name, block),
                block.place("bind"));
    }

    /** The address of {@code bind}; null where it is refused. */
    static InetSocketAddress bind(Block block) {
        Optional<String> text = block.text("bind", Addresses.EXPECTED_BIND);
        try {
            return text.isEmpty() ? null : Addresses.bind(text.get());
        } catch (Addresses.Refused e) {
            block.refuse("bind", e.getMessage());
            return null;
        }
    }

    private static HeadLimits limits(Block block) {
        int before = block.problems();
        HeadLimits limits = new HeadLimits(
                (int) block.bytes("request-line", 64, LARGEST_HEAD),
                (int) block.bytes("header-line", 64, LARGEST_HEAD),
                block.integer("header-count", 1, 10_000),
                (int) block.bytes("head", 256, LARGEST_HEAD));
        int longest = Math.max(limits.requestLine(), limits.headerLine());
        if (block.problems() == before && limits.head() < longest) {
            block.refuse("head", "at least as much as request-line and header-line, of which the longer is " + longest);
        }
        return limits;
    }

    private static ListenerConfig.ClientTimeouts timeouts(Block block) {
        return new ListenerConfig.ClientTimeouts(
                block.duration("head", SHORTEST, LONGEST),
                block.duration("body", SHORTEST, LONGEST),
                block.duration("send", SHORTEST, LONGEST),
                block.duration("keepalive", Duration.ZERO, LONGEST));
    }
}

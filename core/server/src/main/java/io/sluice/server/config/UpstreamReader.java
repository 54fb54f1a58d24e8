package io.sluice.server.config;

import static io.sluice.server.config.ConfigLoader.LONGEST;
import static io.sluice.server.config.ConfigLoader.SHORTEST;

import io.sluice.server.config.UpstreamConfig.Use;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code upstreams { <name> { … } }}. */
final class UpstreamReader {
    private static final Set<String> OFF = Set.of("off", "false", "no");

    private final Block serverDefaults;
    private final HealthReader health;
    private final ClientTlsReader tls;

    UpstreamReader(Block serverDefaults, Block healthDefaults, ClientTlsReader tls) {
        this.tls = tls;
        this.serverDefaults = serverDefaults;
        this.health = new HealthReader(healthDefaults);
    }

    UpstreamConfig read(String name, Block block) {
        Block.Extension balance = block.extension("balance", "strategy");
        Optional<ClientTlsConfig> spoken = tls.read(block);
        List<HealthConfig> checks = health.read(block, spoken);
        List<UpstreamConfig.Server> servers = servers(block, spoken.isPresent() ? 443 : 80);
        if (checks.stream().anyMatch(check -> check.port().isPresent())
                && servers.stream().anyMatch(server -> server.address() instanceof UnixDomainSocketAddress)) {
            block.refuse("health", "no port, as a server is a Unix socket");
        }
        return new UpstreamConfig(
                name,
                block.place("balance"),
                balance.name(),
                balance.settings(),
                sticky(block),
                checks,
                servers,
                block.integer("keepalive", 0, 65_535),
                block.integer("keepalive-requests", 1, Integer.MAX_VALUE),
                block.duration("keepalive-timeout", SHORTEST, LONGEST),
                block.bool("so-keepalive"),
                QueueConfig.read(block.block("queue")),
                TunnelRules.read(block.block("tunnels")),
                spoken);
    }

    /** A word that switches it off, the name of an extension alone, or a block. */
    private static Optional<StickyConfig> sticky(Block block) {
        if (off(block, "sticky")) {
            return Optional.empty();
        }
        Block.Extension sticky = block.extension("sticky", "by");
        return Optional.of(new StickyConfig(sticky.name(), sticky.settings(), sticky.place()));
    }

    /** Whether what this key switches on is off: by a word, or by no word at all. */
    static boolean off(Block block, String key) {
        return !block.has(key) || block.word(key).filter(OFF::contains).isPresent();
    }

    private List<UpstreamConfig.Server> servers(Block block, int port) {
        if (block.none("servers")) {
            block.refuse("servers", "at least one server");
        }
        List<UpstreamConfig.Server> servers = new ArrayList<>();
        block.blocks("servers", "address")
                .forEach(server -> servers.addAll(server(server.orElse(serverDefaults), port)));
        if (!servers.isEmpty() && servers.stream().allMatch(UpstreamConfig.Server::backup)) {
            block.refuse("servers", "at least one server that is not a backup");
        }
        return List.copyOf(servers);
    }

    /** One written server; several where its name has several addresses, as in nginx. */
    private static List<UpstreamConfig.Server> server(Block block, int port) {
        boolean service = block.has("service");
        Optional<String> name = service ? block.text("service") : block.text("address", Addresses.EXPECTED_SERVER);
        if (service && block.has("address")) {
            block.refuse("address", "none, as the service says where it is");
        }
        int weight = block.integer("weight", 1, 65_535);
        boolean backup = block.bool("backup");
        boolean draining = block.bool("draining");
        Use use = block.bool("down") ? Use.DOWN : draining ? Use.DRAINING : Use.UP;
        String route = block.text("route").orElse("");
        UpstreamConfig.ServerLimits limits = new UpstreamConfig.ServerLimits(
                block.integer("max-fails", 0, Integer.MAX_VALUE),
                block.duration("fail-timeout", Duration.ZERO, LONGEST),
                block.integer("max-connections", 0, Integer.MAX_VALUE),
                block.duration("slow-start", Duration.ZERO, LONGEST));
        return addresses(block, name, port, service, block.bool("resolve")).stream()
                .map(address ->
                        new UpstreamConfig.Server(name.orElseThrow(), address, weight, backup, use, route, limits))
                .toList();
    }

    private static List<SocketAddress> addresses(
            Block block, Optional<String> name, int port, boolean service, boolean resolve) {
        try {
            if (name.isEmpty()) {
                return List.of();
            }
            if (service) {
                return List.of(Addresses.service(name.get()));
            }
            return resolve ? List.of(Addresses.named(name.get(), port)) : Addresses.server(name.get(), port);
        } catch (Addresses.Refused e) {
            block.refuse(service ? "service" : "address", e.getMessage());
            return List.of();
        }
    }
}

package io.sluice.nginx.directive;

import static io.sluice.nginx.directive.OwnRules.require;

import io.sluice.nginx.syntax.Block;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.syntax.Problem;
import io.sluice.nginx.value.Listen;
import io.sluice.nginx.value.ListenAddress;
import io.sluice.nginx.value.Numbers;
import io.sluice.nginx.value.UpstreamServer;
import io.sluice.nginx.value.ValueException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Of listen, of the servers of an upstream, and of sessions. */
final class ServerRules {
    private final Set<String> options = new HashSet<>();
    private final Set<String> defaults = new HashSet<>();

    /** In the order of ngx_http_add_addresses, for each port of a range. */
    void listen(Level level, Directive directive) throws ValueException {
        Listen listen = Listen.of(directive.texts());
        for (ListenAddress each : listen.address().each()) {
            String address = each.canonical();
            require(level.take("listen " + address), "a duplicate listen " + address);
            if (listen.hasSocketOptions()) {
                require(options.add(address), "duplicate listen options for " + address);
            }
            if (listen.has("default_server")) {
                require(defaults.add(address), "a duplicate default server for " + address);
            }
        }
    }

    void upstreamServer(Level level, Directive directive) throws ValueException {
        if (level.context() != Context.UPSTREAM) {
            return;
        }
        UpstreamServer server = UpstreamServer.of(directive.texts());
        if (server.backup()) {
            for (String method : new String[] {"hash", "ip_hash", "random"}) {
                require(level.first(method).isEmpty(), "balancing method does not support parameter \"backup\"");
            }
        }
    }

    Optional<Problem> noServers(Level level, Block block) {
        if (level.first("server").isPresent()
                || block.directives().stream()
                        .anyMatch(directive -> directive.name().equals("server"))) {
            return Optional.empty();
        }
        int opening = level.opening().map(Directive::ordinal).orElse(0);
        return Optional.of(new Problem(
                Math.max(opening, Levels.lastOrdinal(block)),
                Optional.of(block.end()),
                "no servers are inside upstream",
                Optional.empty()));
    }

    void sessionCache(Directive directive) throws ValueException {
        for (String word : directive.texts()) {
            String[] parts = word.split(":", -1);
            boolean good =
                    switch (parts[0]) {
                        case "off", "none" -> parts.length == 1;
                        case "builtin" -> parts.length == 1 || (parts.length == 2 && OwnRules.isNumber(parts[1]));
                        case "shared" -> parts.length == 3 && !parts[1].isEmpty() && isLargeEnough(parts[2]);
                        default -> false;
                    };
            if (!good && parts[0].equals("shared") && parts.length == 3 && isSize(parts[2])) {
                throw new ValueException("session cache \"" + word + "\" is too small");
            }
            require(good, "invalid session cache \"" + word + "\"");
        }
    }

    private static boolean isSize(String word) {
        try {
            return Numbers.size(word) >= 0;
        } catch (ValueException e) {
            return false;
        }
    }

    /** Eight pages of 4 KiB. */
    private static boolean isLargeEnough(String word) throws ValueException {
        return isSize(word) && Numbers.size(word) >= 8 * 4096;
    }
}

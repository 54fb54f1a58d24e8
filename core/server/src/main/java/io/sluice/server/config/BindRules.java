package io.sluice.server.config;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** No address is bound twice. */
final class BindRules {
    private final Block root;

    BindRules(Block root) {
        this.root = root;
    }

    void check(Collection<ListenerConfig> listeners, Optional<AdminConfig> admin) {
        Map<InetSocketAddress, String> seen = new HashMap<>();
        for (ListenerConfig listener : listeners) {
            check(root.block("listeners").block(listener.name()), listener.bind(), listener.name(), seen);
        }
        admin.ifPresent(config -> check(root.block("admin"), config.bind(), "admin", seen));
    }

    private static void check(Block block, InetSocketAddress bind, String name, Map<InetSocketAddress, String> seen) {
        if (bind == null || bind.getPort() == 0) {
            return; // refused already, or a free port each
        }
        String first = seen.putIfAbsent(bind, name);
        if (first != null) {
            block.refuse("bind", "an address of its own; " + first + " listens there");
        }
    }
}

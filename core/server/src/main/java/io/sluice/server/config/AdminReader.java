package io.sluice.server.config;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Reads {@code admin { … }}. */
final class AdminReader {
    private AdminReader() {}

    static Optional<AdminConfig> read(Block block) {
        if (!block.has("bind")) {
            block.extensions("status", "type");
            return Optional.empty();
        }
        InetSocketAddress bind = ListenerReader.bind(block);
        if (bind != null && !bind.getAddress().isLoopbackAddress()) {
            block.refuse("bind", "a loopback address such as 127.0.0.1:9180: whoever reaches it needs no password");
        }
        return Optional.of(new AdminConfig(bind, block.extensions("status", "type")));
    }
}

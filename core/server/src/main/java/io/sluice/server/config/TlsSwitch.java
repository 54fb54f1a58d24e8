package io.sluice.server.config;

import java.util.Optional;

/** The key {@code tls} of a listener, a host or an upstream: {@code on}, {@code off}, or a block, which means on. */
final class TlsSwitch {
    private static final String KEY = "tls";

    private TlsSwitch() {}

    /**
     * The block that is in force; empty where TLS is off.
     *
     * @param defaults what the block has where it does not say it itself
     */
    static Optional<Block> block(Block owner, Block defaults) {
        if (owner.word(KEY).isPresent()) {
            return owner.bool(KEY) ? Optional.of(defaults) : Optional.empty();
        }
        return owner.has(KEY) ? Optional.of(owner.block(KEY).orElse(defaults)) : Optional.empty();
    }
}

package io.sluice.server.config;

import java.util.Optional;

/** What a route says of {@link RedirectRules} otherwise than its host. What is empty is as there. */
public record RedirectChoice(Optional<Boolean> absolute, Optional<Boolean> port, Optional<Boolean> serverName) {
    /** All is as the host says. */
    static final RedirectChoice NONE = new RedirectChoice(Optional.empty(), Optional.empty(), Optional.empty());

    static RedirectChoice read(Block block) {
        return new RedirectChoice(flag(block, "absolute"), flag(block, "port"), flag(block, "server-name"));
    }

    private static Optional<Boolean> flag(Block block, String key) {
        return block.has(key) ? Optional.of(block.bool(key)) : Optional.empty();
    }

    /** The host's rules with these in place of its own. */
    public RedirectRules over(RedirectRules host) {
        return new RedirectRules(
                absolute.orElse(host.absolute()), port.orElse(host.port()), serverName.orElse(host.serverName()));
    }
}

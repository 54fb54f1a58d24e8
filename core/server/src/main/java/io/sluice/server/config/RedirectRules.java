package io.sluice.server.config;

/**
 * How redirects of Sluice's own to a path are completed.
 *
 * @param absolute whether scheme and host are put in front (absolute_redirect)
 * @param port whether the listener's port is, where it is not the scheme's own (port_in_redirect)
 * @param serverName whether the host is the first name of the host block rather than the one asked for
 *     (server_name_in_redirect)
 */
public record RedirectRules(boolean absolute, boolean port, boolean serverName) {
    /** nginx's defaults. */
    public static final RedirectRules DEFAULT = new RedirectRules(true, true, false);

    static RedirectRules read(Block block) {
        return new RedirectRules(block.bool("absolute"), block.bool("port"), block.bool("server-name"));
    }
}

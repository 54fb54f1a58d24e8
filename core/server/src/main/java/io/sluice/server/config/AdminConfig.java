package io.sluice.server.config;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The private listener.
 *
 * @param bind its address and port: a loopback address, unless there are tokens or clients must show a certificate
 * @param tls empty: without TLS
 * @param tokens what clients show; empty: whoever reaches the listener may do everything
 * @param tokenForReads whether reading needs a token on a loopback address, too; elsewhere it does where there are tokens
 * @param names names in Host besides those of the bound address, in lower case, without port
 * @param status status endpoints to mount, each at its own path
 * @param place file and line of its address, for messages
 */
public record AdminConfig(
        InetSocketAddress bind,
        Optional<ListenerTlsConfig> tls,
        List<AdminToken> tokens,
        boolean tokenForReads,
        List<String> names,
        List<ExtensionConfig> status,
        String place) {

    /** Whether whoever reads must show a token. */
    public boolean readsNeedToken() {
        return !tokens.isEmpty() && (tokenForReads || !bind.getAddress().isLoopbackAddress());
    }
}

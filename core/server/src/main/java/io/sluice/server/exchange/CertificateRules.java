package io.sluice.server.exchange;

import io.sluice.server.config.ServerTlsConfig;
import io.sluice.server.config.ServerTlsConfig.ClientAuth;
import io.sluice.server.route.HostTable;
import java.util.Map;

/** What the hosts of one listener want of clients' certificates. Immutable and thread-safe. */
public final class CertificateRules {
    private final Map<String, ServerTlsConfig> hosts;
    private final HostTable names;

    /**
     * Puts them together.
     *
     * @param hosts how each host wants TLS to be spoken, by its name in the configuration; empty without TLS
     * @param names finds hosts by the names that clients ask for
     */
    public CertificateRules(Map<String, ServerTlsConfig> hosts, HostTable names) {
        this.hosts = Map.copyOf(hosts);
        this.names = names;
    }

    /** What a host wants, by its name in the configuration. */
    ClientAuth clientAuth(String host) {
        ServerTlsConfig tls = hosts.get(host);
        return tls == null ? ClientAuth.OFF : tls.clientAuth();
    }

    /** Whether a certificate that was verified by these parameters was verified as the host wants it. */
    boolean verifiedFor(String host, ServerTlsConfig negotiated) {
        ServerTlsConfig wanted = hosts.get(host);
        return wanted.clientCa().equals(negotiated.clientCa())
                && wanted.crl().equals(negotiated.crl())
                && wanted.verifyDepth() == negotiated.verifyDepth()
                && lenient(wanted) == lenient(negotiated);
    }

    private static boolean lenient(ServerTlsConfig tls) {
        return tls.clientAuth() == ClientAuth.OPTIONAL_NO_CA;
    }

    /** Whether a host has the name that a client asked for by SNI; empty for none. */
    boolean haveName(String serverName) {
        return !serverName.isEmpty() && names.find(serverName).isPresent();
    }
}

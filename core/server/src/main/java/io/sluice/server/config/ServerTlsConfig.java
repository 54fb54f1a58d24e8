package io.sluice.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How TLS is spoken with clients: of a listener, or of a host on a listener, which the client chooses by the name it sends
 * (SNI). What is said here is as written: whether the JVM can do it is asked when the engines are built.
 *
 * @param place file and line, for messages
 * @param certificates one for each kind of key; the client's abilities choose among them
 * @param protocols nginx's names, such as TLSv1.2 (ssl_protocols)
 * @param ciphers a cipher list in OpenSSL's language (ssl_ciphers)
 * @param preferServerCiphers whether the order of {@code ciphers} decides (ssl_prefer_server_ciphers)
 * @param curves OpenSSL's names of groups for the key exchange; empty: the JVM's own choice (ssl_ecdh_curve)
 * @param sessionTimeout how long a session can be taken up again (ssl_session_timeout)
 * @param sessionCache sessions kept in memory; 0 for none (ssl_session_cache)
 * @param sessionTickets whether sessions are handed to clients to keep (ssl_session_tickets)
 * @param dhParameters read and checked; what is done with them says the manual (ssl_dhparam)
 * @param applicationProtocols what is agreed on by ALPN, best first; empty: no answer to ALPN
 * @param stapling whether the certificate's OCSP answer is sent along (ssl_stapling)
 * @param clientAuth whether the client must show a certificate (ssl_verify_client)
 * @param clientCa PEM with the authorities a client's certificate may come from (ssl_client_certificate)
 * @param verifyDepth how many intermediate certificates a client's chain may have (ssl_verify_depth)
 * @param crl PEM with revoked certificates (ssl_crl)
 */
public record ServerTlsConfig(
        String place,
        List<CertificateConfig> certificates,
        List<String> protocols,
        String ciphers,
        boolean preferServerCiphers,
        List<String> curves,
        Duration sessionTimeout,
        int sessionCache,
        boolean sessionTickets,
        Optional<Path> dhParameters,
        List<String> applicationProtocols,
        boolean stapling,
        ClientAuth clientAuth,
        Optional<Path> clientCa,
        int verifyDepth,
        Optional<Path> crl) {

    /** Whether the client must show a certificate. */
    public enum ClientAuth {
        /** It is not asked for one. */
        OFF,
        /** It must show one that can be verified; without it requests are answered with 400, as in nginx. */
        ON,
        /** It is asked; one that it shows must be verifiable. */
        OPTIONAL,
        /** It is asked; what it shows is not verified against the authorities, the result is only told. */
        OPTIONAL_NO_CA
    }
}

package io.sluice.api.exchange;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The TLS session of a client's connection. The names in brackets are nginx's variables of the same meaning. All values
 * stand when the handshake ends; those a client chose may hold anything.
 */
public interface TlsView {
    /** {@code TLSv1.2} or {@code TLSv1.3} [$ssl_protocol]. */
    String protocol();

    /** The cipher suite by OpenSSL's name, such as {@code ECDHE-RSA-AES128-GCM-SHA256} [$ssl_cipher]. */
    String cipher();

    /**
     * The cipher suites that the client offered, in its order, by OpenSSL's names, joined by colons [$ssl_ciphers]. One
     * without a name is hexadecimal, such as {@code 0x1a1a}. At most 512.
     */
    String offeredCiphers();

    /**
     * The groups that the client offered for the key exchange, as {@link #offeredCiphers()}: {@code X25519:prime256v1}
     * [$ssl_curves]; empty where it named none. At most 512.
     */
    String offeredCurves();

    /** The name that the client asked for by SNI, in lower case [$ssl_server_name]; empty where it named none. */
    String serverName();

    /** The application protocol agreed on by ALPN [$ssl_alpn_protocol]; empty where there is none. */
    String applicationProtocol();

    /** The session's identifier in hexadecimal digits [$ssl_session_id]; empty where it has none. */
    String sessionId();

    /** Whether an earlier session was taken up again [$ssl_session_reused is r or .]. */
    boolean sessionReused();

    /** {@code NONE}, {@code SUCCESS} or {@code FAILED:} with a reason [$ssl_client_verify]. */
    String clientVerify();

    /** The client's certificate and those it sent with it [$ssl_client_*]; empty where it sent none. */
    List<X509Certificate> clientCertificates();
}

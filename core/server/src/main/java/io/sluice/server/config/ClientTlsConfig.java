package io.sluice.server.config;

import io.sluice.api.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How TLS is spoken with the endpoints of an upstream.
 *
 * @param place file and line, for messages
 * @param sendServerName whether the name is sent by SNI (proxy_ssl_server_name)
 * @param serverName the name to send and to verify (proxy_ssl_name); empty: the host of the server's address as written
 * @param verify whether the endpoint's certificate must be trusted and carry the name (proxy_ssl_verify)
 * @param trusted PEM with the authorities; empty: the JVM's (proxy_ssl_trusted_certificate)
 * @param verifyDepth how many intermediate certificates its chain may have (proxy_ssl_verify_depth)
 * @param crl PEM with revoked certificates (proxy_ssl_crl)
 * @param certificate shown where the endpoint asks for one (proxy_ssl_certificate, proxy_ssl_certificate_key)
 * @param protocols nginx's names, such as TLSv1.2 (proxy_ssl_protocols)
 * @param ciphers a cipher list in OpenSSL's language (proxy_ssl_ciphers)
 * @param sessionReuse whether sessions are taken up again (proxy_ssl_session_reuse)
 */
public record ClientTlsConfig(
        String place,
        boolean sendServerName,
        Optional<Template> serverName,
        boolean verify,
        Optional<Path> trusted,
        int verifyDepth,
        Optional<Path> crl,
        Optional<CertificateConfig> certificate,
        List<String> protocols,
        String ciphers,
        boolean sessionReuse) {}

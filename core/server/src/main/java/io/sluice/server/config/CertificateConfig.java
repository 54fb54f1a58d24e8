package io.sluice.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A certificate with its key.
 *
 * @param certificate PEM with the chain, the server's own certificate first (ssl_certificate), or a PKCS#12 file
 * @param key PEM with the private key (ssl_certificate_key); the same file where the key stands there, too
 * @param passwordFile a password on each line, which are tried in turn (ssl_password_file)
 * @param place file and line, for messages
 */
public record CertificateConfig(Path certificate, Path key, Optional<Path> passwordFile, String place) {}

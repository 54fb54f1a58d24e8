package io.sluice.server.tls;

import java.security.cert.CertificateException;

/** A back end's certificate is not accepted; the message is nginx's. */
final class PeerRefused extends CertificateException {
    private static final long serialVersionUID = 1L;

    PeerRefused(String message) {
        super(message);
    }
}

package io.sluice.server.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/** Decides whether a back end is the one that was meant: nginx's proxy_ssl_verify. */
final class ServerTrust extends Refusing {
    private final Optional<PeerVerifier> verifier;

    /** Without a verifier every certificate is good. */
    ServerTrust(Optional<PeerVerifier> verifier) {
        this.verifier = verifier;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (verifier.isEmpty()) {
            return;
        }
        Optional<ChainError> error = verifier.get().verify(List.of(chain));
        if (error.isPresent()) {
            throw new PeerRefused("upstream SSL certificate verify error: ("
                    + error.get().number() + ":" + error.get().reason() + ")");
        }
        String name = PeerKey.name(engine.getPeerHost());
        if (CertificateNames.of(chain[0]).fit(name) == CertificateNames.Fit.NONE) {
            throw new PeerRefused("upstream SSL certificate does not match \"" + name + "\"");
        }
    }
}

package io.sluice.server.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/**
 * Lets every client finish its handshake, as nginx does: a request over a bad certificate is answered, so that a person
 * sees why. The certificate is verified here all the same, on the thread that computes handshakes, for {@link
 * PeerVerifier} to remember.
 */
final class RecordingTrust extends Refusing {
    private final Optional<PeerVerifier> verifier;

    /** Without a verifier no certificate is asked for. */
    RecordingTrust(Optional<PeerVerifier> verifier) {
        this.verifier = verifier;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        verifier.ifPresent(found -> found.verify(List.of(chain)));
    }

    /** The names that clients are told, by which they choose among their certificates. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verifier.map(found -> found.authorities().toArray(X509Certificate[]::new))
                .orElseGet(() -> new X509Certificate[0]);
    }
}

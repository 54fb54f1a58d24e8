package io.sluice.server.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets every client finish its handshake, as nginx does: a request over a bad certificate is answered, so that a person
 * sees why. The certificate is verified here all the same, on the thread that computes handshakes, for {@link
 * PeerVerifier} to remember.
 */
final class RecordingTrust extends X509ExtendedTrustManager {
    private final Optional<PeerVerifier> verifier;

    /** Without a verifier no certificate is asked for. */
    RecordingTrust(Optional<PeerVerifier> verifier) {
        this.verifier = verifier;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        verifier.ifPresent(found -> found.verify(List.of(chain)));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("not for sockets");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("not without an engine");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("not for clients");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("not for clients");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("not for clients");
    }

    /** The names that clients are told, by which they choose among their certificates. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verifier.map(found -> found.authorities().toArray(X509Certificate[]::new))
                .orElseGet(() -> new X509Certificate[0]);
    }
}

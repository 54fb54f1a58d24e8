package io.sluice.server.tls;

import io.sluice.server.config.CertificateConfig;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A chain and a key as files have them, of which nothing is known but that they can be read. */
record Material(List<X509Certificate> chain, PrivateKey key) {
    static Material read(CertificateConfig config, Passwords passwords) throws TlsFileException {
        InputFile certificate = InputFile.read(config.place(), config.certificate(), "a certificate as PEM or PKCS#12");
        if (!certificate.isPem()) {
            return Pkcs12.read(certificate, passwords);
        }
        List<X509Certificate> chain = Pem.certificates(certificate);
        InputFile key = config.key().equals(config.certificate())
                ? certificate
                : InputFile.read(config.place(), config.key(), "the certificate's private key as PEM");
        if (!key.isPem()) {
            return new Material(chain, Pkcs12.read(key, passwords).key());
        }
        return new Material(chain, PemKey.read(key, passwords));
    }
}

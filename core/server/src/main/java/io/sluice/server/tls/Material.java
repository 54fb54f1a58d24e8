package io.sluice.server.tls;

import io.sluice.server.config.CertificateConfig;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A chain and a key as files have them, of which nothing is known but that they can be read. */
record Material(List<X509Certificate> chain, PrivateKey key) {
    static Material read(CertificateConfig config, Passwords passwords) throws TlsFileException {
        InputFile file = InputFile.read(config.place(), config.certificate(), "a certificate as PEM or PKCS#12");
        boolean together = config.key().equals(config.certificate());
        if (!file.isPem()) {
            Material both = Pkcs12.read(file, passwords);
            return together ? both : new Material(both.chain(), key(config, passwords));
        }
        List<X509Certificate> chain = Pem.certificates(file);
        return new Material(chain, together ? PemKey.read(file, passwords) : key(config, passwords));
    }

    private static PrivateKey key(CertificateConfig config, Passwords passwords) throws TlsFileException {
        InputFile file =
                InputFile.read(config.place(), config.key(), "the certificate's private key as PEM or PKCS#12");
        return file.isPem()
                ? PemKey.read(file, passwords)
                : Pkcs12.read(file, passwords).key();
    }
}

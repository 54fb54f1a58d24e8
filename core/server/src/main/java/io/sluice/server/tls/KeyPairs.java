package io.sluice.server.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;

/** Which keys belong together. */
final class KeyPairs {
    private static final byte[] MESSAGE = {1, 2, 3, 4};

    private KeyPairs() {}

    /** Whether both are halves of one pair. */
    static boolean match(PrivateKey key, PublicKey other) {
        if (!key.getAlgorithm().equals(other.getAlgorithm())) {
            return false;
        }
        if (key instanceof RSAPrivateKey one && other instanceof RSAPublicKey two) {
            return one.getModulus().equals(two.getModulus());
        }
        try {
            String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm();
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(MESSAGE);
            Signature verifier = Signature.getInstance(algorithm); // another: a library may only sign
            verifier.initVerify(other);
            verifier.update(MESSAGE);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether {@code signer} signed {@code certificate}. */
    static boolean signed(X509Certificate certificate, X509Certificate signer) {
        if (!certificate.getIssuerX500Principal().equals(signer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(signer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}

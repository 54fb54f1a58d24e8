package io.sluice.server.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** Whether the library agrees with the JDK, before anything is entrusted to it. */
final class SelfTest {
    private static final byte[] MESSAGE = {1, 2, 3, 4};

    private SelfTest() {}

    /** Throws whatever goes wrong. */
    static void run(HandshakeProvider provider) throws GeneralSecurityException {
        agree(provider, "X25519", "X25519", null);
        agree(provider, "EC", "ECDH", new ECGenParameterSpec("secp256r1"));
        sign(provider);
    }

    /** Of two key pairs, one by the provider and one by those of the JVM, both must make the same secret. */
    private static void agree(Provider provider, String keys, String agreement, ECGenParameterSpec curve)
            throws GeneralSecurityException {
        KeyPair own = pair(KeyPairGenerator.getInstance(keys, provider), curve);
        KeyPair other = pair(KeyPairGenerator.getInstance(keys), curve);
        byte[] one = secret(KeyAgreement.getInstance(agreement, provider), own, other);
        byte[] two = secret(KeyAgreement.getInstance(agreement), other, own);
        if (!Arrays.equals(one, two)) {
            throw new GeneralSecurityException(agreement + " gives another secret than the JDK's");
        }
    }

    private static KeyPair pair(KeyPairGenerator generator, ECGenParameterSpec curve) throws GeneralSecurityException {
        if (curve != null) {
            generator.initialize(curve);
        }
        return generator.generateKeyPair();
    }

    private static byte[] secret(KeyAgreement agreement, KeyPair own, KeyPair other) throws GeneralSecurityException {
        agreement.init(own.getPrivate());
        agreement.doPhase(other.getPublic(), true);
        return agreement.generateSecret();
    }

    private static void sign(Provider provider) throws GeneralSecurityException {
        KeyPair pair = pair(KeyPairGenerator.getInstance("EC"), new ECGenParameterSpec("secp256r1"));
        Signature signer = Signature.getInstance("SHA256withECDSA", provider);
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE);
        byte[] signed = signer.sign();
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(pair.getPublic());
        verifier.update(MESSAGE);
        if (!verifier.verify(signed)) {
            throw new GeneralSecurityException("SHA256withECDSA gives a signature that the JDK rejects");
        }
    }
}

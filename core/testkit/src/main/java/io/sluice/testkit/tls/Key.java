package io.sluice.testkit.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** A kind of key. */
public enum Key {
    /** RSA of 2048 bits. */
    RSA,
    /** RSA of 1000 bits, which is too short for Java and for every client. */
    RSA_SHORT,
    /** The curve P-256. */
    EC,
    /** The curve P-384. */
    EC_P384,
    /** Ed25519. */
    ED25519,
    /** DSA of 2048 bits, which no TLS of today knows. */
    DSA;

    /** A new pair. */
    public KeyPair generate() {
        try {
            return switch (this) {
                case RSA -> pair("RSA", 2048);
                case RSA_SHORT -> pair("RSA", 1000);
                case EC -> curve("secp256r1");
                case EC_P384 -> curve("secp384r1");
                case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                case DSA -> pair("DSA", 2048);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How such a key signs, as JCA names it. */
    String signature() {
        return switch (this) {
            case RSA, RSA_SHORT -> "SHA256withRSA";
            case EC -> "SHA256withECDSA";
            case EC_P384 -> "SHA384withECDSA";
            case ED25519 -> "Ed25519";
            case DSA -> "SHA256withDSA";
        };
    }

    private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static KeyPair curve(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(name));
        return generator.generateKeyPair();
    }
}

package io.sluice.server.crypto;

import java.security.SecureRandom;
import java.util.Map;

/**
 * Key exchanges and signatures in Java by Bouncy Castle, which is shipped for PEM anyway: its field arithmetic is made for
 * single curves, the JDK's for any. Its classes are loaded at the first handshake.
 */
final class BouncyProvider extends HandshakeProvider {
    private static final long serialVersionUID = 1L;

    BouncyProvider() {
        super("Key exchanges and signatures by Bouncy Castle");
        SecureRandom random = new SecureRandom();
        putX25519(new BouncyX25519(random));
        Map<String, String> ecPrivateKeys = Map.of(CLASSES, "java.security.interfaces.ECPrivateKey");
        put("KeyPairGenerator", "EC", Map.of(), () -> new BouncyEcKeyPairGenerator(random));
        // BouncyEcdh::new would load the class here, and with it the library: its jar is signed, which takes 200 ms to
        // verify.
        put("KeyAgreement", "ECDH", ecPrivateKeys, () -> new BouncyEcdh());
        put("Signature", "SHA256withECDSA", ecPrivateKeys, () -> new BouncyEcdsa("SHA-256", random));
        put("Signature", "SHA384withECDSA", ecPrivateKeys, () -> new BouncyEcdsa("SHA-384", random));
        put("Signature", "SHA512withECDSA", ecPrivateKeys, () -> new BouncyEcdsa("SHA-512", random));
    }
}

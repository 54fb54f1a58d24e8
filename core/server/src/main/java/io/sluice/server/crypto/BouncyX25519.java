package io.sluice.server.crypto;

import java.security.SecureRandom;

/** X25519 in Java by Bouncy Castle, in constant time. */
final class BouncyX25519 implements X25519 {
    private final SecureRandom random;

    BouncyX25519(SecureRandom random) {
        this.random = random;
    }

    @Override
    public void newPair(byte[] scalar, byte[] coordinate) {
        org.bouncycastle.math.ec.rfc7748.X25519.generatePrivateKey(random, scalar);
        org.bouncycastle.math.ec.rfc7748.X25519.generatePublicKey(scalar, 0, coordinate, 0);
    }

    @Override
    public byte[] secret(byte[] scalar, byte[] peer) {
        byte[] secret = new byte[LENGTH];
        if (!org.bouncycastle.math.ec.rfc7748.X25519.calculateAgreement(scalar, 0, peer, 0, secret, 0)) {
            throw new IllegalStateException("the peer's coordinate is of a small order");
        }
        return secret;
    }
}

package io.sluice.server.crypto;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;

/** Makes key pairs of X25519 with random numbers of the implementation's choice; other curves are left to the next provider. */
final class XdhKeyPairGenerator extends KeyPairGeneratorSpi {
    private static final int BITS = 255;

    private final X25519 x25519;

    XdhKeyPairGenerator(X25519 x25519) {
        this.x25519 = x25519;
    }

    /** Whether this is the curve. */
    static boolean is(AlgorithmParameterSpec spec) {
        return spec instanceof NamedParameterSpec named
                && named.getName().equalsIgnoreCase(NamedParameterSpec.X25519.getName());
    }

    @Override
    public void initialize(int bits, SecureRandom random) {
        if (bits != BITS) {
            throw new InvalidParameterException("not of X25519: " + bits + " bits");
        }
    }

    @Override
    public void initialize(AlgorithmParameterSpec spec, SecureRandom random) throws InvalidAlgorithmParameterException {
        if (!is(spec)) {
            throw new InvalidAlgorithmParameterException("not X25519");
        }
    }

    @Override
    public KeyPair generateKeyPair() {
        byte[] scalar = new byte[X25519.LENGTH];
        byte[] coordinate = new byte[X25519.LENGTH];
        x25519.newPair(scalar, coordinate);
        return new KeyPair(new XdhPublicKey(coordinate), new XdhPrivateKey(scalar));
    }
}

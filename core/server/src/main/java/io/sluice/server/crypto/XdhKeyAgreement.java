package io.sluice.server.crypto;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.interfaces.XECPublicKey;

/** X25519 with a private key of {@link XdhKeyPairGenerator} and any public key, which is mostly the JDK's. */
final class XdhKeyAgreement extends SecretAgreement {
    private final X25519 x25519;
    private byte[] scalar;

    XdhKeyAgreement(X25519 x25519) {
        this.x25519 = x25519;
    }

    @Override
    protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
        if (!(key instanceof XdhPrivateKey own)) {
            throw new InvalidKeyException("not a key of this provider");
        }
        scalar = own.scalar();
    }

    @Override
    byte[] secret(Key key) throws InvalidKeyException {
        if (!(key instanceof XECPublicKey peer) || !XdhKeyPairGenerator.is(peer.getParams())) {
            throw new InvalidKeyException("not a public key of X25519");
        }
        try {
            return x25519.secret(scalar, XdhPublicKey.coordinate(peer));
        } catch (IllegalStateException e) {
            throw new InvalidKeyException(e);
        }
    }
}

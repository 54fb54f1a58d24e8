package io.sluice.server.crypto;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.util.BigIntegers;

/** ECDH on P-256 in Java by Bouncy Castle; other curves are left to the next provider. */
final class BouncyEcdh extends SecretAgreement {
    private static final int LENGTH = 32;

    private final ECDHBasicAgreement agreement = new ECDHBasicAgreement();

    @Override
    protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
        if (!(key instanceof ECPrivateKey ec) || !P256.is(ec)) {
            throw new InvalidKeyException("not a private key of P-256");
        }
        try {
            agreement.init(new ECPrivateKeyParameters(ec.getS(), P256.DOMAIN));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException(e);
        }
    }

    /** A point that is not on the curve is refused: it would tell about the private key. */
    @Override
    byte[] secret(Key key) throws InvalidKeyException {
        if (!(key instanceof ECPublicKey ec) || !P256.is(ec)) {
            throw new InvalidKeyException("not a public key of P-256");
        }
        try {
            BigInteger x = agreement.calculateAgreement(new ECPublicKeyParameters(
                    P256.DOMAIN
                            .getCurve()
                            .validatePoint(ec.getW().getAffineX(), ec.getW().getAffineY()),
                    P256.DOMAIN));
            return BigIntegers.asUnsignedByteArray(LENGTH, x);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new InvalidKeyException(e);
        }
    }
}

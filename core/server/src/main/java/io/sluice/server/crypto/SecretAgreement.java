package io.sluice.server.crypto;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/** An agreement of two: one key of each makes a secret, which is handed out once. */
abstract class SecretAgreement extends KeyAgreementSpi {
    private byte[] secret;

    /** The secret with the peer's key. */
    abstract byte[] secret(Key peer) throws InvalidKeyException;

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec spec, SecureRandom random) throws InvalidKeyException {
        engineInit(key, random);
    }

    @Override
    protected Key engineDoPhase(Key key, boolean last) throws InvalidKeyException {
        if (!last) {
            throw new IllegalStateException("an agreement of two has one phase");
        }
        secret = secret(key);
        return null;
    }

    @Override
    protected byte[] engineGenerateSecret() {
        if (secret == null) {
            throw new IllegalStateException("no key of the peer yet");
        }
        byte[] once = secret;
        secret = null;
        return once;
    }

    @Override
    protected int engineGenerateSecret(byte[] into, int offset) throws ShortBufferException {
        if (secret != null && into.length - offset < secret.length) {
            throw new ShortBufferException("the secret has " + secret.length + " bytes");
        }
        byte[] once = engineGenerateSecret();
        System.arraycopy(once, 0, into, offset, once.length);
        return once.length;
    }

    /** TLS has names of its own for what is made of the secret; any will do. */
    @Override
    protected SecretKey engineGenerateSecret(String algorithm) {
        return new SecretKeySpec(engineGenerateSecret(), algorithm);
    }
}

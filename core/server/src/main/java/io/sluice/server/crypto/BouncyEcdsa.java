package io.sluice.server.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** Signs with ECDSA on P-256 in Java by Bouncy Castle. Other curves, and verifying, are left to the next provider. */
final class BouncyEcdsa extends SignatureSpi {
    private final MessageDigest digest;
    private final SecureRandom random;
    private ECPrivateKeyParameters key;

    BouncyEcdsa(String hash, SecureRandom random) throws NoSuchAlgorithmException {
        this.digest = MessageDigest.getInstance(hash);
        this.random = random;
    }

    @Override
    protected void engineInitSign(PrivateKey wanted) throws InvalidKeyException {
        if (!(wanted instanceof ECPrivateKey ec) || !P256.is(ec)) {
            throw new InvalidKeyException("not a private key of P-256");
        }
        BigInteger number = ec.getS();
        try {
            key = new ECPrivateKeyParameters(number, P256.DOMAIN);
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException(e);
        }
        digest.reset();
    }

    @Override
    protected void engineInitVerify(PublicKey wanted) throws InvalidKeyException {
        throw new InvalidKeyException("only signs");
    }

    @Override
    protected void engineUpdate(byte b) {
        digest.update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, new ParametersWithRandom(key, random));
        BigInteger[] pair = signer.generateSignature(digest.digest());
        try {
            return StandardDSAEncoding.INSTANCE.encode(P256.DOMAIN.getN(), pair[0], pair[1]);
        } catch (IOException e) {
            throw new SignatureException(e);
        }
    }

    @Override
    protected boolean engineVerify(byte[] signed) throws SignatureException {
        throw new SignatureException("only signs");
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException("ECDSA has no parameter " + name);
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException("ECDSA has no parameter " + name);
    }
}

package io.sluice.server.crypto;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * RSASSA-PSS, whose hash comes as a parameter, over the library's services, which have it in their names. Without a
 * parameter first no key is taken: the next provider is asked.
 */
final class PssSignature extends SignatureSpi {
    private final Provider library;
    private Signature signature;

    PssSignature(Provider library) {
        this.library = library;
    }

    @Override
    protected void engineSetParameter(AlgorithmParameterSpec parameter) throws InvalidAlgorithmParameterException {
        if (!(parameter instanceof PSSParameterSpec pss)) {
            throw new InvalidAlgorithmParameterException("not a parameter of RSASSA-PSS");
        }
        try {
            String hash = pss.getDigestAlgorithm().replace("-", "");
            Signature found = Signature.getInstance(hash + "withRSA/PSS", library);
            found.setParameter(pss);
            signature = found;
        } catch (GeneralSecurityException e) {
            throw new InvalidAlgorithmParameterException(e);
        }
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        chosen().initVerify(key);
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        chosen().initSign(key);
    }

    private Signature chosen() throws InvalidKeyException {
        if (signature == null) {
            throw new InvalidKeyException("no parameter yet");
        }
        return signature;
    }

    @Override
    protected void engineUpdate(byte b) throws SignatureException {
        signature.update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
        signature.update(bytes, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        return signature.sign();
    }

    @Override
    protected boolean engineVerify(byte[] signed) throws SignatureException {
        return signature.verify(signed);
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
        return signature == null ? null : signature.getParameters();
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException("not a parameter of RSASSA-PSS: " + name);
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException("not a parameter of RSASSA-PSS: " + name);
    }
}

package io.sluice.server.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Set;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/** Makes key pairs of P-256 in Java by Bouncy Castle, as keys of the JDK's; other curves are left to the next provider. */
final class BouncyEcKeyPairGenerator extends KeyPairGeneratorSpi {
    private static final Set<String> NAMES = Set.of("secp256r1", "NIST P-256", "prime256v1", "1.2.840.10045.3.1.7");

    private final SecureRandom random;
    private ECParameterSpec curve;

    BouncyEcKeyPairGenerator(SecureRandom random) {
        this.random = random;
    }

    @Override
    public void initialize(int bits, SecureRandom ignored) {
        throw new InvalidParameterException("a curve is wanted by its name");
    }

    @Override
    public void initialize(AlgorithmParameterSpec spec, SecureRandom ignored)
            throws InvalidAlgorithmParameterException {
        if (spec instanceof ECGenParameterSpec named && NAMES.contains(named.getName())) {
            curve = P256.JDK;
        } else if (spec instanceof ECParameterSpec written && P256.is(written)) {
            curve = written;
        } else {
            throw new InvalidAlgorithmParameterException("not P-256");
        }
    }

    @Override
    public KeyPair generateKeyPair() {
        if (curve == null) {
            throw new IllegalStateException("no curve yet");
        }
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(P256.DOMAIN, random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        ECPoint point = P256.point(((ECPublicKeyParameters) pair.getPublic()).getQ());
        try {
            KeyFactory keys = KeyFactory.getInstance("EC");
            return new KeyPair(
                    keys.generatePublic(new ECPublicKeySpec(point, curve)),
                    keys.generatePrivate(
                            new ECPrivateKeySpec(((ECPrivateKeyParameters) pair.getPrivate()).getD(), curve)));
        } catch (GeneralSecurityException e) {
            throw new ProviderException(e);
        }
    }
}

package io.sluice.server.crypto;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;

/** The curve P-256, for which Bouncy Castle has an implementation of its own: nearly all keys of TLS are on it. */
final class P256 {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");

    /** The curve as Bouncy Castle has it. */
    static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

    /** The curve as the JDK's keys have it. */
    static final ECParameterSpec JDK = jdk();

    private P256() {}

    private static ECParameterSpec jdk() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A point as the JDK has it. */
    static java.security.spec.ECPoint point(ECPoint point) {
        ECPoint plain = point.normalize();
        return new java.security.spec.ECPoint(
                plain.getAffineXCoord().toBigInteger(), plain.getAffineYCoord().toBigInteger());
    }

    /** Whether a key is on this curve. */
    static boolean is(ECKey key) {
        return is(key.getParams());
    }

    /** Whether this is the curve. */
    static boolean is(ECParameterSpec curve) {
        return curve == JDK
                || (curve != null
                        && curve.getCurve().equals(JDK.getCurve())
                        && curve.getGenerator().equals(JDK.getGenerator())
                        && curve.getOrder().equals(JDK.getOrder())
                        && curve.getCofactor() == JDK.getCofactor());
    }
}

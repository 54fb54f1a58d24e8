package io.sluice.server.crypto;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;

/** A private key of X25519, of which the JDK can go on with as well. */
final class XdhPrivateKey implements XECPrivateKey {
    /** What stands before the scalar in the encoded form (RFC 8410 section 7). */
    private static final byte[] PREFIX = {
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20
    };

    private static final long serialVersionUID = 1L;

    private final transient byte[] scalar;

    XdhPrivateKey(byte[] scalar) {
        this.scalar = scalar;
    }

    static byte[] encode(byte[] scalar) {
        return XdhPublicKey.join(PREFIX, scalar);
    }

    byte[] scalar() {
        return scalar;
    }

    @Override
    public Optional<byte[]> getScalar() {
        return Optional.of(scalar.clone());
    }

    @Override
    public AlgorithmParameterSpec getParams() {
        return NamedParameterSpec.X25519;
    }

    @Override
    public String getAlgorithm() {
        return "XDH";
    }

    @Override
    public String getFormat() {
        return "PKCS#8";
    }

    @Override
    public byte[] getEncoded() {
        return encode(scalar);
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a key of one handshake");
    }
}

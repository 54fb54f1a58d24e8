package io.sluice.server.crypto;

import java.math.BigInteger;
import java.security.interfaces.XECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** A public key of X25519 as JSSE wants it. */
final class XdhPublicKey implements XECPublicKey {
    /** What stands before the coordinate in the encoded form (RFC 8410 section 4). */
    private static final byte[] PREFIX = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x03, 0x21, 0x00};

    private static final long serialVersionUID = 1L;

    private final byte[] coordinate;

    XdhPublicKey(byte[] coordinate) {
        this.coordinate = coordinate;
    }

    static byte[] encode(byte[] coordinate) {
        return join(PREFIX, coordinate);
    }

    /** The coordinate of any key of X25519. */
    static byte[] coordinate(XECPublicKey key) {
        byte[] bytes = key.getU().toByteArray(); // the greatest first, with a sign
        byte[] coordinate = new byte[X25519.LENGTH];
        for (int i = 0; i < Math.min(coordinate.length, bytes.length); i++) {
            coordinate[i] = bytes[bytes.length - 1 - i];
        }
        return coordinate;
    }

    static byte[] join(byte[] prefix, byte[] rest) {
        byte[] all = Arrays.copyOf(prefix, prefix.length + rest.length);
        System.arraycopy(rest, 0, all, prefix.length, rest.length);
        return all;
    }

    @Override
    public BigInteger getU() {
        byte[] bytes = new byte[coordinate.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = coordinate[bytes.length - 1 - i];
        }
        return new BigInteger(1, bytes);
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
        return "X.509";
    }

    @Override
    public byte[] getEncoded() {
        return encode(coordinate);
    }
}

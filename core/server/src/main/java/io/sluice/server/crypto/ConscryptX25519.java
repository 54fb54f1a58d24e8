package io.sluice.server.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.KeyAgreement;

/** X25519 by Conscrypt, whose keys tell nothing but their encoded form, which ends with the 32 bytes. */
final class ConscryptX25519 implements X25519 {
    private final Provider library;

    ConscryptX25519(Provider library) {
        this.library = library;
    }

    @Override
    public void newPair(byte[] scalar, byte[] coordinate) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("XDH", library).generateKeyPair();
            takeEnd(pair.getPrivate().getEncoded(), scalar);
            takeEnd(pair.getPublic().getEncoded(), coordinate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] secret(byte[] scalar, byte[] peer) {
        try {
            KeyFactory keys = KeyFactory.getInstance("XDH", library);
            KeyAgreement agreement = KeyAgreement.getInstance("XDH", library);
            agreement.init(keys.generatePrivate(new PKCS8EncodedKeySpec(XdhPrivateKey.encode(scalar))));
            agreement.doPhase(keys.generatePublic(new X509EncodedKeySpec(XdhPublicKey.encode(peer))), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void takeEnd(byte[] encoded, byte[] into) {
        System.arraycopy(encoded, encoded.length - LENGTH, into, 0, LENGTH);
    }
}

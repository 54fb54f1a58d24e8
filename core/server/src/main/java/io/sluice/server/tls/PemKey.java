package io.sluice.server.tls;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * The first private key of a PEM file: PKCS#1, SEC1 or PKCS#8, plain, or encrypted as OpenSSL does it now (PBES2) and did
 * it before (PBES1, and the Proc-Type header). The library reads the form; the key itself is the JDK's.
 */
final class PemKey {
    private static final String EXPECTED = "PEM with BEGIN PRIVATE KEY, or one of its other kinds";

    private static final String KINDS_EXPECTED = "RSA, EC of a named curve, Ed25519 or Ed448";

    /** By object identifier, what the JDK calls the kinds of keys that TLS uses. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            PKCSObjectIdentifiers.rsaEncryption.getId(), "RSA",
            PKCSObjectIdentifiers.id_RSASSA_PSS.getId(), "RSASSA-PSS",
            X9ObjectIdentifiers.id_ecPublicKey.getId(), "EC",
            EdECObjectIdentifiers.id_Ed25519.getId(), "Ed25519",
            EdECObjectIdentifiers.id_Ed448.getId(), "Ed448");

    private final InputFile file;
    private final Passwords passwords;

    private PemKey(InputFile file, Passwords passwords) {
        this.file = file;
        this.passwords = passwords;
    }

    static PrivateKey read(InputFile file, Passwords passwords) throws TlsFileException {
        return new PemKey(file, passwords).read();
    }

    private PrivateKey read() throws TlsFileException {
        Object found;
        try (PEMParser parser = new KeyParser(file.text())) {
            found = parser.readObject();
        } catch (IOException | RuntimeException e) {
            throw file.refuse("the private key cannot be read: " + Reasons.of(e), EXPECTED);
        }
        if (found == null) {
            throw file.refuse("no private key inside" + Pem.kinds(file), EXPECTED);
        } else if (found instanceof PEMEncryptedKeyPair || found instanceof PKCS8EncryptedPrivateKeyInfo) {
            return decrypted(found);
        } else if (found instanceof PEMKeyPair pair) {
            return key(pair.getPrivateKeyInfo());
        } else {
            return key((PrivateKeyInfo) found);
        }
    }

    private PrivateKey decrypted(Object encrypted) throws TlsFileException {
        if (passwords.file().isEmpty()) {
            throw file.refuse(
                    "the private key is encrypted, and no password-file is set", "a password-file, or a plain key");
        }
        String reason = "";
        for (char[] password : passwords.readings()) {
            try {
                return key(decrypt(encrypted, password));
            } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
                reason = Reasons.of(e);
            }
        }
        throw file.refuse(
                "the private key is encrypted, and " + passwords.misfit() + ": " + reason, "a password that fits");
    }

    /** What comes out under a wrong password is most often refused, but may be anything. */
    private static PrivateKeyInfo decrypt(Object encrypted, char[] password)
            throws IOException, PKCSException, OperatorCreationException {
        if (encrypted instanceof PEMEncryptedKeyPair pair) {
            return pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                            .setProvider(Ciphers.PROVIDER)
                            .build(password))
                    .getPrivateKeyInfo();
        }
        return ((PKCS8EncryptedPrivateKeyInfo) encrypted)
                .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                        .setProvider(Ciphers.PROVIDER)
                        .build(password));
    }

    /** The old and rare ciphers that the JDK lacks. Never registered: made when the first encrypted key comes. */
    private static final class Ciphers {
        static final Provider PROVIDER = new BouncyCastleProvider();
    }

    private PrivateKey key(PrivateKeyInfo info) throws TlsFileException {
        String oid = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        String algorithm = ALGORITHMS.get(oid);
        if (algorithm == null) {
            throw file.refuse("a private key of a kind that TLS does not use: " + oid, KINDS_EXPECTED);
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw file.refuse(
                    "this Java cannot use the private key (" + algorithm + "): " + Reasons.of(e), KINDS_EXPECTED);
        }
    }

    /** Passes over what is no private key. */
    private static final class KeyParser extends PEMParser {
        private static final Set<String> KINDS =
                Set.of("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY");

        KeyParser(String text) {
            super(new StringReader(text));
        }

        @Override
        public PemObject readPemObject() throws IOException {
            PemObject block = super.readPemObject();
            while (block != null && !KINDS.contains(block.getType())) {
                block = super.readPemObject();
            }
            return block;
        }

        @Override
        public Object readObject() throws IOException {
            try {
                return super.readObject();
            } catch (PEMException e) {
                throw new IOException(Reasons.of(e), e);
            }
        }
    }
}

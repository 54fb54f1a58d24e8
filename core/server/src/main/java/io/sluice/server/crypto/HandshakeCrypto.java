package io.sluice.server.crypto;

import io.sluice.server.config.TlsConfig;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Security;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Set;

/** Chooses who computes the key exchanges and signatures of handshakes, for the whole process. Thread-safe. */
public final class HandshakeCrypto {
    /** The kinds of keys whose signatures the library makes. */
    private static final Set<String> KINDS = Set.of("EC", "RSA");

    private HandshakeCrypto() {}

    /**
     * Has handshakes computed as configured; those that have begun go on. May take some 100 ms, and reads files.
     *
     * @throws CryptoException when the library is missing, does not load on this machine, lacks a service or computes
     *     something else than the JDK; nothing has changed then
     */
    public static synchronized void use(TlsConfig config) throws CryptoException {
        use(config, HandshakeCrypto.class.getClassLoader());
    }

    /** The same with the place where the library is looked for. */
    static synchronized void use(TlsConfig config, ClassLoader libraries) throws CryptoException {
        HandshakeProvider provider =
                switch (config.provider()) {
                    case JDK -> null;
                    case BOUNCY_CASTLE -> new BouncyProvider();
                    case CONSCRYPT -> Conscrypt.load(config.place(), libraries);
                };
        Security.removeProvider(HandshakeProvider.NAME);
        if (provider != null) {
            Security.insertProviderAt(provider, 1);
        }
    }

    /**
     * The same key in the form with which signatures take least: the library's, where that is in use and can hold it; else
     * the key itself. It saves a conversion at each signature: a seventh of a handshake with RSA.
     */
    public static PrivateKey prepare(PrivateKey key) {
        if (!KINDS.contains(key.getAlgorithm())
                || !(Security.getProvider(HandshakeProvider.NAME) instanceof ConscryptProvider provider)) {
            return key;
        }
        try {
            return KeyFactory.getInstance(key.getAlgorithm(), provider.library())
                    .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            return key; // of a kind or a curve that the library does not have: the JDK signs with it
        }
    }
}

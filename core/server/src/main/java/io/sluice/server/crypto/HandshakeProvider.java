package io.sluice.server.crypto;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Map;

/**
 * The few services that handshakes spend their time in. JSSE asks the JVM's providers in their order, so this one has to
 * stand first; what it does not do, such as X448, the JDK's do as before.
 */
abstract class HandshakeProvider extends Provider {
    static final String NAME = "SluiceHandshakes";

    /** The attribute with the kinds of keys that a service takes, between bars. */
    static final String CLASSES = "SupportedKeyClasses";

    private static final long serialVersionUID = 1L;

    HandshakeProvider(String info) {
        super(NAME, "1", info);
    }

    /** Both names under which X25519 is asked for. */
    final void putX25519(X25519 x25519) {
        for (String name : new String[] {"XDH", "X25519"}) {
            put("KeyPairGenerator", name, Map.of(), () -> new XdhKeyPairGenerator(x25519));
            put(
                    "KeyAgreement",
                    name,
                    Map.of(CLASSES, XdhPrivateKey.class.getName()),
                    () -> new XdhKeyAgreement(x25519));
        }
    }

    final void put(String type, String algorithm, Map<String, String> attributes, Maker maker) {
        putService(new Made(this, type, algorithm, attributes, maker));
    }

    /** Makes the object that serves. */
    interface Maker {
        Object make() throws NoSuchAlgorithmException;
    }

    /** A service without reflection. */
    private static final class Made extends Service {
        private final Maker maker;

        Made(Provider provider, String type, String algorithm, Map<String, String> attributes, Maker maker) {
            super(provider, type, algorithm, HandshakeProvider.class.getName(), null, attributes);
            this.maker = maker;
        }

        @Override
        public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return maker.make();
        }
    }
}

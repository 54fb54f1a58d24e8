package io.sluice.server.crypto;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Map;

/** Key exchanges and signatures by Conscrypt. */
final class ConscryptProvider extends HandshakeProvider {
    private static final long serialVersionUID = 1L;
    private static final String RSA_KEYS =
            "java.security.interfaces.RSAPrivateKey|java.security.interfaces.RSAPublicKey";

    private final transient Provider library;

    /**
     * Over the library's own provider.
     *
     * @throws NoSuchAlgorithmException when it lacks one of the services
     */
    ConscryptProvider(Provider library) throws NoSuchAlgorithmException {
        super("Key exchanges and signatures by Conscrypt");
        this.library = library;
        service("KeyPairGenerator", "XDH");
        service("KeyAgreement", "XDH");
        service("KeyFactory", "XDH");
        putX25519(new ConscryptX25519(library));
        handOn("KeyPairGenerator", "EC");
        handOn("KeyAgreement", "ECDH");
        for (String hash : List.of("SHA256", "SHA384", "SHA512")) {
            handOn("Signature", hash + "withECDSA");
            handOn("Signature", hash + "withRSA");
            service("Signature", hash + "withRSA/PSS");
        }
        put("Signature", "RSASSA-PSS", Map.of(CLASSES, RSA_KEYS), () -> new PssSignature(library));
    }

    Provider library() {
        return library;
    }

    /** The library's own service under our name. */
    private void handOn(String type, String algorithm) throws NoSuchAlgorithmException {
        Service service = service(type, algorithm);
        String classes = service.getAttribute(CLASSES);
        put(type, algorithm, classes == null ? Map.of() : Map.of(CLASSES, classes), () -> service.newInstance(null));
    }

    private Service service(String type, String algorithm) throws NoSuchAlgorithmException {
        Service service = library.getService(type, algorithm);
        if (service == null) {
            throw new NoSuchAlgorithmException(
                    "version " + library.getVersionStr() + " has no " + type + " " + algorithm);
        }
        return service;
    }
}

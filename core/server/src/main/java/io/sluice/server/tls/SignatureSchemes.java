package io.sluice.server.tls;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLParameters;

/**
 * Kinds of signatures of a server, by JSSE's names (RFC 8446 section 4.2.3). JSSE asks for each kind that it knows, twice a
 * handshake, whether the JVM's algorithm constraints permit it; without those that no key of the server could make, a
 * handshake is a twentieth cheaper. What is agreed on with a client stays the same.
 */
final class SignatureSchemes {
    /** Whoever says this for the whole JVM is not overruled. */
    private static final String BY_OPERATOR = "jdk.tls.server.SignatureSchemes";

    /** What JSSE has for a kind of key, in its order; constraints still forbid those that are too weak. */
    private static final Map<String, List<String>> BY_KEY_TYPE = Map.of(
            "EC",
            List.of(
                    "ecdsa_secp256r1_sha256",
                    "ecdsa_secp384r1_sha384",
                    "ecdsa_secp521r1_sha512",
                    "ecdsa_sha224",
                    "ecdsa_sha1"),
            "RSA",
            List.of(
                    "rsa_pss_rsae_sha256",
                    "rsa_pss_rsae_sha384",
                    "rsa_pss_rsae_sha512",
                    "rsa_pkcs1_sha256",
                    "rsa_pkcs1_sha384",
                    "rsa_pkcs1_sha512",
                    "rsa_sha224",
                    "rsa_pkcs1_sha1"),
            "RSASSA-PSS",
            List.of("rsa_pss_pss_sha256", "rsa_pss_pss_sha384", "rsa_pss_pss_sha512"),
            "EdDSA",
            List.of("ed25519", "ed448"));

    /** Since Java 19. */
    private static final Optional<Method> SETTER = setter();

    private SignatureSchemes() {}

    private static Optional<Method> setter() {
        try {
            return Optional.of(SSLParameters.class.getMethod("setSignatureSchemes", String[].class));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /**
     * Leaves only what the keys can make. Not for a server that asks for certificates: it tells its clients by the same
     * list what it can verify.
     *
     * @param own the certificates that are shown
     */
    static void set(SSLParameters parameters, List<Identity> own) {
        if (SETTER.isEmpty() || System.getProperty(BY_OPERATOR) != null) {
            return;
        }
        List<String> schemes = of(own);
        if (schemes.isEmpty()) {
            return;
        }
        try {
            SETTER.get().invoke(parameters, (Object) schemes.toArray(String[]::new));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Java 19 and later let signature schemes be named", e);
        }
    }

    /** Of all the kinds of keys; empty: of a kind that is not known, so that JSSE shall decide. */
    static List<String> of(List<Identity> own) {
        Set<String> types = new LinkedHashSet<>();
        own.forEach(identity -> types.add(identity.keyType()));
        List<String> schemes = new ArrayList<>();
        for (String type : types) {
            List<String> those = BY_KEY_TYPE.get(type);
            if (those == null) {
                return List.of();
            }
            schemes.addAll(those);
        }
        return List.copyOf(schemes);
    }
}

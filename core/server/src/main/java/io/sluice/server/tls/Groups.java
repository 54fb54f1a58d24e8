package io.sluice.server.tls;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;

/** Groups of the key exchange, which nginx calls curves (ssl_ecdh_curve), by OpenSSL's names. */
final class Groups {
    private static final String AUTO = "auto";
    private static final String EXPECTED =
            "auto, X25519, X448, prime256v1, secp384r1, secp521r1, ffdhe2048 to ffdhe8192"
                    + " or another name of OpenSSL's";

    /** OpenSSL's names, in lower case, to JSSE's. */
    private static final Map<String, String> NAMES = names();

    /** What OpenSSL has and no JDK since 17. */
    private static final Set<String> STRANGE = Set.of(
            "secp256k1",
            "secp224r1",
            "p-224",
            "secp192r1",
            "prime192v1",
            "p-192",
            "secp224k1",
            "secp192k1",
            "sect571r1",
            "sect571k1",
            "b-571",
            "k-571",
            "sect409r1",
            "sect409k1",
            "sect283r1",
            "sect283k1",
            "sect233r1",
            "sect233k1",
            "sect163r1",
            "sect163r2",
            "sect163k1",
            "sect193r1",
            "sect193r2",
            "sect239k1",
            "brainpoolp256r1",
            "brainpoolp384r1",
            "brainpoolp512r1",
            "secp160k1",
            "secp160r1",
            "secp160r2",
            "x25519mlkem768",
            "secp256r1mlkem768",
            "secp384r1mlkem1024",
            "x25519kyber768draft00");

    /** Since Java 20. */
    private static final Optional<Method> SETTER = setter();

    private Groups() {}

    private static Map<String, String> names() {
        return Map.ofEntries(
                Map.entry("x25519", "x25519"),
                Map.entry("prime256v1", "secp256r1"),
                Map.entry("secp256r1", "secp256r1"),
                Map.entry("p-256", "secp256r1"),
                Map.entry("secp384r1", "secp384r1"),
                Map.entry("p-384", "secp384r1"),
                Map.entry("secp521r1", "secp521r1"),
                Map.entry("p-521", "secp521r1"),
                Map.entry("x448", "x448"),
                Map.entry("ffdhe2048", "ffdhe2048"),
                Map.entry("ffdhe3072", "ffdhe3072"),
                Map.entry("ffdhe4096", "ffdhe4096"),
                Map.entry("ffdhe6144", "ffdhe6144"),
                Map.entry("ffdhe8192", "ffdhe8192"));
    }

    private static Optional<Method> setter() {
        try {
            return Optional.of(SSLParameters.class.getMethod("setNamedGroups", String[].class));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /**
     * Sets the groups.
     *
     * @param curves may be empty, or hold names that colons separate, as nginx writes them
     * @param own the certificates that are shown: Java 20 and later show none of a curve that is not named
     */
    static void set(
            SSLParameters parameters, String place, List<String> curves, List<Identity> own, Consumer<String> warnings)
            throws TlsSettingException {
        List<String> groups = translate(place, curves, warnings);
        if (groups.isEmpty()) {
            return;
        }
        if (SETTER.isPresent()) {
            Set<String> all = new LinkedHashSet<>(groups);
            own.stream().flatMap(identity -> curve(identity).stream()).forEach(all::add);
            if (all.size() > groups.size()) {
                warnings.accept(place + ": curves " + String.join(" ", curves)
                        + " leave out that of a certificate: the JVM takes it, too, as the last, since it could not show the"
                        + " certificate otherwise");
            }
            name(parameters, all);
            return;
        }
        parameters.setAlgorithmConstraints(new Only(Set.copyOf(groups)));
        if (groups.size() > 1) {
            warnings.accept(place + ": no other curves than " + String.join(" ", curves)
                    + " are used, but this JVM decides their order; since Java 20 it is the one given here");
        }
    }

    private static void name(SSLParameters parameters, Set<String> groups) {
        try {
            SETTER.orElseThrow().invoke(parameters, (Object) groups.toArray(String[]::new));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Java 20 and later let groups be named", e);
        }
    }

    /** The curve of the certificate's key, by its size as JSSE has one of each. */
    private static Optional<String> curve(Identity identity) {
        return identity.certificate().getPublicKey() instanceof ECPublicKey key
                ? Optional.of("secp" + key.getParams().getCurve().getField().getFieldSize() + "r1")
                        .filter(NAMES::containsValue)
                : Optional.empty();
    }

    /** JSSE's names; empty: the JVM's own choice. */
    static List<String> translate(String place, List<String> curves, Consumer<String> warnings)
            throws TlsSettingException {
        Set<String> groups = new LinkedHashSet<>();
        List<String> strange = new ArrayList<>();
        for (String list : curves) {
            for (String curve : list.split(":", -1)) {
                String name = curve.toLowerCase(Locale.ROOT);
                if (name.equals(AUTO)) {
                    return List.of();
                }
                String group = NAMES.get(name);
                if (group != null) {
                    groups.add(group);
                } else if (STRANGE.contains(name)) {
                    strange.add(curve);
                } else {
                    throw new TlsSettingException(place, "curve \"" + curve + "\" is not known", EXPECTED);
                }
            }
        }
        if (!strange.isEmpty()) {
            if (groups.isEmpty()) {
                throw new TlsSettingException(place, "the JVM has none of the curves " + strange, EXPECTED);
            }
            warnings.accept(place + ": curves " + String.join(" ", strange)
                    + " are left out: the JVM does not have them; " + String.join(" ", groups) + " serve");
        }
        return List.copyOf(groups);
    }

    /** Permits no other groups than these, and all else: JSSE asks by the group's name. */
    private record Only(Set<String> groups) implements AlgorithmConstraints {
        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
            return !primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
                    || groups.contains(algorithm)
                    || !NAMES.containsValue(algorithm);
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
            return permits(primitives, algorithm, parameters);
        }
    }
}

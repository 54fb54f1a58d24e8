package io.sluice.server.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Translates a cipher list in OpenSSL's language into suites of the JVM. */
final class CipherList {
    private CipherList() {}

    /**
     * The list for JSSE: the suites of TLS 1.3, which OpenSSL does not choose by it, then those that it leaves and that the
     * JVM knows. Suites that do not authenticate or do not encrypt are among them only where the list asks for just these,
     * and sets the security level to 0.
     *
     * @param supported JSSE's names of what the JVM knows
     * @param protocols what is spoken
     * @param warnings is told what is ignored or unsafe, one message each, with the place
     * @throws TlsSettingException where OpenSSL refuses the list, and where nothing could be agreed on
     */
    static List<String> forJsse(
            String place, String text, Set<String> supported, List<String> protocols, Consumer<String> warnings)
            throws TlsSettingException {
        CipherRules.Outcome outcome = CipherRules.carryOut(place, text, warnings);
        List<String> names = new ArrayList<>();
        List<String> unsafe = new ArrayList<>();
        for (Suite suite : outcome.suites()) {
            Optional<String> name = jsse(suite, supported);
            boolean safe = !suite.anonymous() && !suite.plain();
            if (name.isPresent() && (safe || outcome.explicit().contains(suite))) {
                names.add(name.get());
                if (!safe) {
                    unsafe.add(suite.name());
                }
            }
        }
        if (!unsafe.isEmpty()) {
            warnings.accept(
                    place + ": ciphers let connections be read or taken over: no server is authenticated, or nothing"
                            + " is encrypted, with " + String.join(", ", unsafe));
        }
        if (names.isEmpty()) {
            nothingBefore13(place, text, protocols, warnings);
        }
        List<String> all = new ArrayList<>(SuiteTable.TLS13);
        all.retainAll(supported);
        all.addAll(names);
        return List.copyOf(all);
    }

    private static void nothingBefore13(String place, String text, List<String> protocols, Consumer<String> warnings)
            throws TlsSettingException {
        List<String> mute = new ArrayList<>(protocols);
        boolean tls13 = mute.remove(Protocols.TLS13);
        String none = "the JVM has none of the suites that cipher list \"" + text + "\" leaves for " + mute;
        String expected = "one that leaves such as ECDHE-ECDSA-AES128-GCM-SHA256";
        if (!tls13) {
            throw new TlsSettingException(place, none, expected);
        }
        if (!mute.isEmpty()) {
            warnings.accept(place + ": " + none + " (expected: " + expected + "): only TLSv1.3 is spoken");
        }
    }

    /** JSSE's name of a suite, which begins with SSL where the suite is as old as that. */
    private static Optional<String> jsse(Suite suite, Set<String> supported) {
        if (supported.contains(suite.standard())) {
            return Optional.of(suite.standard());
        }
        return Optional.of(SuiteTable.ancient(suite.standard())).filter(supported::contains);
    }
}

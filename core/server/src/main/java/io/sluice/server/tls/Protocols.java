package io.sluice.server.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Versions of TLS by nginx's names (ssl_protocols), which are JSSE's, too. */
final class Protocols {
    static final String TLS13 = "TLSv1.3";

    private static final Set<String> KNOWN = Set.of("SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", TLS13);
    private static final String EXPECTED = "SSLv2, SSLv3, TLSv1, TLSv1.1, TLSv1.2 or TLSv1.3";

    private Protocols() {}

    /**
     * Those that the JVM speaks. One that it does not is a warning as long as another is left.
     *
     * @param enabled what the JVM speaks
     * @throws TlsSettingException when none is left, and at a name that nginx does not know
     */
    static List<String> of(String place, List<String> wanted, String[] enabled, Consumer<String> warnings)
            throws TlsSettingException {
        List<String> spoken = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<String> possible = Arrays.asList(enabled);
        for (String name : wanted) {
            if (!KNOWN.contains(name)) {
                throw new TlsSettingException(place, "protocol \"" + name + "\" is not known", EXPECTED);
            }
            (possible.contains(name) ? spoken : others).add(name);
        }
        if (spoken.isEmpty()) {
            throw new TlsSettingException(
                    place, "the JVM speaks none of the protocols " + wanted, "one of " + String.join(", ", possible));
        }
        if (!others.isEmpty()) {
            warnings.accept(place + ": protocols " + String.join(" ", others)
                    + " are left out: the JVM does not have them or disables them (jdk.tls.disabledAlgorithms); "
                    + String.join(" ", spoken) + " serves");
        }
        return List.copyOf(spoken);
    }
}

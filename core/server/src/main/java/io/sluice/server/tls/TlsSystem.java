package io.sluice.server.tls;

import java.util.Map;

/** What holds for TLS in the whole JVM, as JSSE reads it once. */
public final class TlsSystem {
    private static final Map<String, String> PROPERTIES = Map.of(
            // A client could make the server compute handshakes at no cost of its own; nginx refuses, too.
            "jdk.tls.rejectClientInitiatedRenegotiation", "true",
            // OpenSSL's least at its level 2, and nginx's own group before 1.11 was shorter still.
            "jdk.tls.ephemeralDHKeySize", "2048",
            // A responder that does not answer holds back the first handshakes for so many milliseconds, not for 5 s.
            "jdk.tls.stapling.responseTimeout", "1000");

    private TlsSystem() {}

    /**
     * Sets what the command line has not set. To be called before anything of JSSE is used, as later it has no effect.
     */
    public static void prepare() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}

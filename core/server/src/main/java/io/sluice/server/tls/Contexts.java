package io.sluice.server.tls;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Makes contexts of JSSE. Some of what is to differ between them can only be said by system properties, which JSSE reads
 * anew for each context while it makes it; they are set for that long, by one thread at a time.
 */
final class Contexts {
    private static final String TICKETS = "jdk.tls.server.enableSessionTicketExtension";
    private static final String STAPLING = "jdk.tls.server.enableStatusRequestExtension";

    private Contexts() {}

    /** For servers. */
    static synchronized SSLContext server(KeyManager keys, TrustManager trust, boolean tickets, boolean stapling) {
        Map<String, String> before = new HashMap<>();
        Map<String, Boolean> wanted = Map.of(TICKETS, tickets, STAPLING, stapling);
        wanted.forEach((name, value) -> before.put(name, System.setProperty(name, value.toString())));
        try {
            return make(keys, trust);
        } finally {
            before.forEach((name, value) -> {
                if (value == null) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
        }
    }

    /** For clients. */
    static SSLContext client(KeyManager keys, TrustManager trust) {
        return make(keys, trust);
    }

    private static SSLContext make(KeyManager keys, TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }
}

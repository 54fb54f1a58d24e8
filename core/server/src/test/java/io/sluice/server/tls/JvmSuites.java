package io.sluice.server.tls;

import java.security.NoSuchAlgorithmException;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** The cipher suites of this JVM. */
final class JvmSuites {
    private JvmSuites() {}

    /** JSSE's names. */
    static Set<String> names() {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the JVM has the suite of this name of OpenSSL's. */
    static boolean has(String openSslName) {
        return SuiteTable.find(openSslName)
                .filter(suite -> names().contains(suite.standard()))
                .isPresent();
    }
}

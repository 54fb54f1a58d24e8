package io.sluice.server.tls;

import java.security.PublicKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the JVM refuses as weak, by its security properties {@code jdk.certpath.disabledAlgorithms} and {@code
 * jdk.tls.disabledAlgorithms}: names of algorithms without a condition, and {@code RSA keySize < 1024}.
 */
final class DisabledAlgorithms {
    private static final Pattern SIZE =
            Pattern.compile("(\\S+)\\s+keySize\\s*<\\s*(\\d{1,6})", Pattern.CASE_INSENSITIVE);

    private DisabledAlgorithms() {}

    /** Why the certificate is too weak; empty where it is not. A root's own signature proves nothing and is not looked at. */
    static Optional<String> reason(X509Certificate certificate) {
        boolean root = certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
        for (String property : new String[] {"jdk.certpath.disabledAlgorithms", "jdk.tls.disabledAlgorithms"}) {
            String value = Security.getProperty(property);
            for (String entry : value == null ? new String[0] : value.split(",")) {
                Optional<String> reason = key(entry.strip(), certificate.getPublicKey());
                if (reason.isEmpty() && !root) {
                    reason = signature(entry.strip(), certificate.getSigAlgName());
                }
                if (reason.isPresent()) {
                    return reason.map(text -> text + ", refused by " + property);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> key(String entry, PublicKey key) {
        Matcher rule = SIZE.matcher(entry);
        int size = bits(key);
        return rule.matches()
                        && rule.group(1).equalsIgnoreCase(key.getAlgorithm())
                        && size > 0
                        && size < Integer.parseInt(rule.group(2))
                ? Optional.of("has a key of " + size + " bits")
                : Optional.empty();
    }

    private static Optional<String> signature(String entry, String algorithm) {
        String name = algorithm.toUpperCase(Locale.ROOT);
        String refused = entry.toUpperCase(Locale.ROOT);
        return name.equals(refused) || name.startsWith(refused + "WITH")
                ? Optional.of("is signed with " + algorithm)
                : Optional.empty();
    }

    private static int bits(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        } else if (key instanceof ECPublicKey ec) {
            return ec.getParams().getOrder().bitLength();
        } else if (key instanceof DSAPublicKey dsa && dsa.getParams() != null) {
            return dsa.getParams().getP().bitLength();
        }
        return 0;
    }
}

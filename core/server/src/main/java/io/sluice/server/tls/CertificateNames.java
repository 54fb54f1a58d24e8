package io.sluice.server.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The names that a certificate is for: those of its subjectAltName, and the common name where that has no host name, as
 * OpenSSL's X509_check_host takes them.
 */
record CertificateNames(List<String> all) {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    /** How well a certificate is for a host. */
    enum Fit {
        NONE(0),
        WILDCARD(1),
        EXACT(2);

        private final int rank;

        Fit(int rank) {
            this.rank = rank;
        }

        /** The better, the greater. */
        int rank() {
            return rank;
        }
    }

    static CertificateNames of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        boolean host = false;
        for (List<?> entry : alternatives(certificate)) {
            int kind = (Integer) entry.get(0);
            host |= kind == DNS;
            if ((kind == DNS || kind == ADDRESS) && entry.get(1) instanceof String name) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        }
        if (!host) {
            commonName(certificate, names);
        }
        return new CertificateNames(List.copyOf(names));
    }

    /**
     * A wildcard stands for exactly one label, the first (RFC 6125 section 6.4.3).
     *
     * @param host in lower case
     */
    Fit fit(String host) {
        Fit best = Fit.NONE;
        int dot = host.indexOf('.');
        for (String name : all) {
            if (name.equals(host)) {
                return Fit.EXACT;
            }
            if (dot > 0
                    && name.startsWith("*.")
                    && name.length() - 1 == host.length() - dot
                    && host.endsWith(name.substring(1))) {
                best = Fit.WILDCARD;
            }
        }
        return best;
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> found = certificate.getSubjectAlternativeNames();
            return found == null ? List.of() : found;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static void commonName(X509Certificate certificate, List<String> names) {
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                    names.add(name.toLowerCase(Locale.ROOT));
                }
            }
        } catch (InvalidNameException e) {
            // A subject that is no name names nothing.
        }
    }
}

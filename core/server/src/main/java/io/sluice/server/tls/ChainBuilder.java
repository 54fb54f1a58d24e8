package io.sluice.server.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts a chain together as OpenSSL does (build_chain in x509_vfy.c): trusted issuers first, then those that were sent. */
final class ChainBuilder {
    private static final String KEY_ID = "2.5.29.14";
    private static final String AUTHORITY_KEY_ID = "2.5.29.35";

    private ChainBuilder() {}

    /**
     * A chain.
     *
     * @param certificates the peer's first
     * @param untrusted how many of them come from the peer
     * @param complete whether it ends in a trusted root
     */
    record Chain(List<X509Certificate> certificates, int untrusted, boolean complete) {
        X509Certificate last() {
            return certificates.get(certificates.size() - 1);
        }
    }

    /** The chain of {@code sent}'s first; no longer than all that there is. */
    static Chain build(List<X509Certificate> sent, List<X509Certificate> trusted, Instant now) {
        List<X509Certificate> chain = new ArrayList<>();
        X509Certificate last = sent.get(0);
        chain.add(last);
        boolean fromTrusted = selfIssued(last) && trusted.contains(last);
        int untrusted = fromTrusted ? 0 : 1;
        while (!selfIssued(last)) {
            X509Certificate issuer = issuer(last, trusted, chain, now);
            boolean known = issuer != null;
            if (!known) {
                issuer = fromTrusted ? null : issuer(last, sent, chain, now);
            }
            if (issuer == null) {
                break;
            }
            chain.add(issuer);
            fromTrusted = known;
            untrusted += known ? 0 : 1;
            last = issuer;
        }
        return new Chain(List.copyOf(chain), untrusted, fromTrusted && selfIssued(last));
    }

    static boolean selfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static boolean isCurrent(Instant from, Instant until, Instant now) {
        return !now.isBefore(from) && !now.isAfter(until);
    }

    /** The issuer of that name and key, one that is valid now where there are several. */
    private static X509Certificate issuer(
            X509Certificate of, List<X509Certificate> among, List<X509Certificate> chain, Instant now) {
        X509Certificate found = null;
        for (X509Certificate candidate : among) {
            if (candidate.getSubjectX500Principal().equals(of.getIssuerX500Principal())
                    && sameKey(of, candidate)
                    && !chain.contains(candidate)) {
                if (isCurrent(
                        candidate.getNotBefore().toInstant(),
                        candidate.getNotAfter().toInstant(),
                        now)) {
                    return candidate;
                }
                if (found == null
                        || candidate
                                .getNotAfter()
                                .toInstant()
                                .isAfter(found.getNotAfter().toInstant())) {
                    found = candidate;
                }
            }
        }
        return found;
    }

    /** RFC 5280 section 4.2.1.1; where either does not say it, the name decides. */
    private static boolean sameKey(X509Certificate of, X509Certificate issuer) {
        byte[] wanted = of.getExtensionValue(AUTHORITY_KEY_ID);
        byte[] has = issuer.getExtensionValue(KEY_ID);
        if (wanted == null || has == null || wanted.length < 6 || has.length < 4) {
            return true;
        }
        // OCTET STRING { SEQUENCE { [0] id … } } and OCTET STRING { OCTET STRING id }, all shorter than 128 bytes.
        if (wanted[1] < 0 || has[1] < 0 || wanted[4] != (byte) 0x80 || has[2] != 4 || 6 + wanted[5] > wanted.length) {
            return true;
        }
        return Arrays.equals(wanted, 6, 6 + Math.max(0, wanted[5]), has, 4, has.length);
    }
}

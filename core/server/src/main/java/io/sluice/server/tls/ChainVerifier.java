package io.sluice.server.tls;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies a peer's chain. Both the JDK's PKIX (RFC 5280) and OpenSSL's steps (X509_verify_cert) must find it good; what
 * is told of a bad one are OpenSSL's words for it. As in nginx all steps are done and the last error is the one told.
 *
 * <p>Immutable; takes some hundred microseconds for a chain that was not seen before.
 */
final class ChainVerifier {
    /** What OpenSSL's level 2 asks of keys. */
    private static final int RSA_BITS = 2048;

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    private final Trust trust;
    private final Clock clock;

    ChainVerifier(Trust trust, Clock clock) {
        this.trust = trust;
        this.clock = clock;
    }

    /** Whose certificate it is. */
    enum Purpose {
        CLIENT("1.3.6.1.5.5.7.3.2", false),
        SERVER("1.3.6.1.5.5.7.3.1", true);

        private final String extendedUsage;
        private final boolean enciphers;

        Purpose(String extendedUsage, boolean enciphers) {
            this.extendedUsage = extendedUsage;
            this.enciphers = enciphers;
        }

        /** check_purpose_ssl_client, check_purpose_ssl_server: "any" usage is not enough, and of a peer one of these uses is wanted. */
        private boolean allowedBy(X509Certificate certificate, boolean peer) throws CertificateParsingException {
            List<String> extended = certificate.getExtendedKeyUsage();
            if (extended != null && !extended.contains(extendedUsage)) {
                return false;
            }
            boolean[] usage = certificate.getKeyUsage();
            return peer
                    ? usage == null
                            || usage[DIGITAL_SIGNATURE]
                            || usage[KEY_AGREEMENT]
                            || (enciphers && usage[KEY_ENCIPHERMENT])
                    : mayIssue(certificate);
        }

        /** check_ca. */
        private static boolean mayIssue(X509Certificate certificate) {
            boolean[] usage = certificate.getKeyUsage();
            if (usage != null) {
                return usage[KEY_CERT_SIGN];
            }
            return certificate.getBasicConstraints() >= 0
                    || (certificate.getVersion() == 1 && ChainBuilder.selfIssued(certificate));
        }
    }

    /**
     * What is trusted.
     *
     * @param authorities roots, and intermediate ones that need not be sent
     * @param crls empty optional: nothing is asked of them; else each certificate of a chain needs its authority's
     * @param depth how many intermediate certificates a chain may have
     */
    record Trust(List<X509Certificate> authorities, Optional<List<X509CRL>> crls, int depth, Purpose purpose) {}

    /** Why the chain is not good; empty where it is. Never throws: what cannot be read is not good. */
    Optional<ChainError> verify(List<X509Certificate> sent) {
        try {
            Instant now = clock.instant();
            ChainBuilder.Chain chain = ChainBuilder.build(sent, trust.authorities, now);
            ChainError last = new Steps(chain, now).run();
            return last == null && !pkix(sent, now) ? Optional.of(ChainError.REJECTED) : Optional.ofNullable(last);
        } catch (RuntimeException | GeneralSecurityException e) {
            return Optional.of(ChainError.UNSPECIFIED);
        }
    }

    private boolean pkix(List<X509Certificate> sent, Instant now) {
        try {
            Set<TrustAnchor> anchors = trust.authorities.stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet());
            if (trust.authorities.contains(sent.get(0))) {
                return true; // it is trusted itself: there is no path
            }
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(sent.get(0));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** OpenSSL's steps; each notes what it finds, the last stays. */
    private final class Steps {
        private final ChainBuilder.Chain chain;
        private final List<X509Certificate> all;
        private final Instant now;
        private ChainError last;

        Steps(ChainBuilder.Chain chain, Instant now) {
            this.chain = chain;
            this.all = chain.certificates();
            this.now = now;
        }

        ChainError run() throws GeneralSecurityException {
            anchor();
            extensions();
            strength();
            if (trust.crls.isPresent()) {
                for (int i = 0; i < all.size(); i++) {
                    revocation(i, trust.crls.get());
                }
            }
            signatures();
            return last;
        }

        private void anchor() {
            int intermediates = all.size() - (chain.complete() ? 2 : 1);
            if (intermediates > trust.depth) {
                last = ChainError.CHAIN_TOO_LONG;
            } else if (!chain.complete()) {
                if (ChainBuilder.selfIssued(chain.last())) {
                    last = all.size() == 1 ? ChainError.SELF_SIGNED : ChainError.SELF_SIGNED_IN_CHAIN;
                } else {
                    last = chain.untrusted() < all.size() ? ChainError.NO_ISSUER : ChainError.NO_LOCAL_ISSUER;
                }
            }
        }

        private void extensions() throws GeneralSecurityException {
            for (int i = 0; i < all.size(); i++) {
                X509Certificate certificate = all.get(i);
                if (certificate.hasUnsupportedCriticalExtension()) {
                    last = ChainError.CRITICAL_EXTENSION;
                }
                if (i > 0 && !authority(certificate)) {
                    last = ChainError.INVALID_CA;
                }
                if (!trust.purpose.allowedBy(certificate, i == 0)) {
                    last = ChainError.PURPOSE;
                }
                if (i > 1 && certificate.getBasicConstraints() >= 0 && i - 1 > certificate.getBasicConstraints()) {
                    last = ChainError.PATH_LENGTH;
                }
            }
        }

        /** check_ca: a root of version 1 has no extension that could say it. */
        private boolean authority(X509Certificate certificate) {
            boolean[] usage = certificate.getKeyUsage();
            if (usage != null && !usage[KEY_CERT_SIGN]) {
                return false;
            }
            return certificate.getBasicConstraints() >= 0
                    || (certificate.getVersion() == 1 && ChainBuilder.selfIssued(certificate));
        }

        private void strength() {
            for (int i = 0; i < all.size(); i++) {
                X509Certificate certificate = all.get(i);
                if (certificate.getPublicKey() instanceof RSAPublicKey key
                        && key.getModulus().bitLength() < RSA_BITS) {
                    last = i == 0 ? ChainError.KEY_TOO_SMALL : ChainError.CA_KEY_TOO_SMALL;
                }
                String signature = certificate.getSigAlgName();
                boolean weak = signature.startsWith("SHA1with") || signature.startsWith("MD");
                if (weak && !ChainBuilder.selfIssued(certificate)) {
                    last = ChainError.CA_DIGEST_TOO_WEAK;
                }
            }
        }

        private void revocation(int i, List<X509CRL> crls) {
            X509Certificate certificate = all.get(i);
            X509CRL crl = crls.stream()
                    .filter(list -> list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal()))
                    .max((a, b) -> Boolean.compare(current(a), current(b)))
                    .orElse(null);
            if (crl == null) {
                last = ChainError.NO_CRL;
                return;
            }
            X509Certificate issuer = all.get(Math.min(i + 1, all.size() - 1));
            boolean[] usage = issuer.getKeyUsage();
            if ((usage != null && !usage[CRL_SIGN]) || !signed(crl, issuer.getPublicKey())) {
                last = ChainError.BAD_CRL_SIGNATURE;
            }
            if (now.isBefore(crl.getThisUpdate().toInstant())) {
                last = ChainError.CRL_NOT_YET_VALID;
            }
            if (crl.getNextUpdate() != null && now.isAfter(crl.getNextUpdate().toInstant())) {
                last = ChainError.CRL_EXPIRED;
            }
            if (crl.getRevokedCertificate(certificate) != null) {
                last = ChainError.REVOKED;
            }
        }

        private boolean current(X509CRL crl) {
            return !now.isBefore(crl.getThisUpdate().toInstant())
                    && (crl.getNextUpdate() == null
                            || !now.isAfter(crl.getNextUpdate().toInstant()));
        }

        /** internal_verify: from the top to the peer's own. */
        private void signatures() {
            int top = all.size() - 1;
            if (!ChainBuilder.selfIssued(all.get(top)) && top == 0) {
                last = ChainError.NO_LEAF_SIGNATURE;
            }
            for (int i = top; i >= 0; i--) {
                X509Certificate certificate = all.get(i);
                boolean[] usage = i < top ? all.get(i + 1).getKeyUsage() : null;
                if (usage != null && !usage[KEY_CERT_SIGN]) {
                    last = ChainError.NO_CERTIFICATE_SIGNING;
                }
                if (i < top && !signed(certificate, all.get(i + 1).getPublicKey())) {
                    last = ChainError.BAD_SIGNATURE;
                }
                if (now.isBefore(certificate.getNotBefore().toInstant())) {
                    last = ChainError.NOT_YET_VALID;
                }
                if (now.isAfter(certificate.getNotAfter().toInstant())) {
                    last = ChainError.EXPIRED;
                }
            }
        }

        private boolean signed(X509Certificate certificate, PublicKey key) {
            try {
                certificate.verify(key);
                return true;
            } catch (GeneralSecurityException e) {
                return false;
            }
        }

        private boolean signed(X509CRL crl, PublicKey key) {
            try {
                crl.verify(key);
                return true;
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }
}

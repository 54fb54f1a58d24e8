package io.sluice.server.tls;

import io.sluice.server.config.CertificateConfig;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A certificate with its chain and key, which belong together. Immutable; two that were loaded are never equal. */
public final class Identity {
    private static final AtomicLong COUNT = new AtomicLong();

    private final CertificateConfig source;
    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final CertificateNames names;
    private final String alias = "identity-" + COUNT.incrementAndGet();

    /** The chain is not empty, and its first certificate is the key's. */
    Identity(CertificateConfig source, List<X509Certificate> chain, PrivateKey key) {
        this.source = source;
        this.chain = List.copyOf(chain);
        this.key = key;
        this.names = CertificateNames.of(chain.get(0));
    }

    /** Where it was loaded from. */
    public CertificateConfig source() {
        return source;
    }

    /** The certificate, then those that lead to an authority, as they stand in the file. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Its key, in the form with which handshakes take least. */
    public PrivateKey key() {
        return key;
    }

    /** The kind of key as JSSE names it: {@code RSA}, {@code EC}, {@code EdDSA} or {@code RSASSA-PSS}. */
    public String keyType() {
        return certificate().getPublicKey().getAlgorithm();
    }

    /** The last moment at which the certificate is valid. */
    public Instant notAfter() {
        return certificate().getNotAfter().toInstant();
    }

    /** The certificate's number, hexadecimal. */
    String serial() {
        return certificate().getSerialNumber().toString(16);
    }

    /** The certificate's subject as RFC 2253 writes it; may be empty. */
    public String subject() {
        return certificate().getSubjectX500Principal().getName();
    }

    /** The host names and addresses that the certificate is for, in lower case, such as {@code *.example.com}. */
    public List<String> names() {
        return names.all();
    }

    /** How well the certificate is for this host name, which stands in lower case. */
    CertificateNames.Fit fit(String host) {
        return names.fit(host);
    }

    /** Its name for JSSE, which no other one has. */
    String alias() {
        return alias;
    }

    /** Whether the files of both held the same. */
    boolean sameAs(Identity other) {
        return chain.equals(other.chain) && Arrays.equals(key.getEncoded(), other.key.getEncoded());
    }
}

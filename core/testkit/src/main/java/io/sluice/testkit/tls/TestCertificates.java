package io.sluice.testkit.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * An authority that issues certificates into a folder:
 *
 * <pre>{@code
 * TestCertificates ca = TestCertificates.ca(folder);
 * TestCertificate site = ca.server("www.example.com *.chat.example.com 127.0.0.1", Key.EC);
 * // tls { certificate = site.certificate(), key = site.key() }
 * SSLSocketFactory client = ca.clientContext().getSocketFactory();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class TestCertificates {
    private final Path folder;
    private final Issuer issuer;
    private final X509Certificate root;
    private final List<X509Certificate> above;
    private final Path certificate;
    private final AtomicInteger files;

    private TestCertificates(
            Path folder, Issuer issuer, X509Certificate root, List<X509Certificate> above, AtomicInteger files) {
        this.folder = folder;
        this.issuer = issuer;
        this.root = root;
        this.above = above;
        this.files = files;
        this.certificate = Pem.write(
                folder.resolve("ca-" + files.incrementAndGet() + ".pem"), blocks(Stream.of(issuer.certificate())));
    }

    /** A new root by the name of {@code Test CA}. */
    public static TestCertificates ca(Path folder) {
        return ca(folder, "Test CA", Key.EC);
    }

    /** A new root. Its folder is made where it is missing. */
    public static TestCertificates ca(Path folder, String name, Key key) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Issuer issuer = Issuer.root(name, key);
        return new TestCertificates(folder, issuer, issuer.certificate(), List.of(), new AtomicInteger());
    }

    /** An authority below this one: its certificate is part of the chains of what it issues. */
    public TestCertificates intermediate(String name, Key key) {
        KeyPair pair = key.generate();
        X509Certificate own = issuer.issue(Order.authority(name, key), pair.getPublic());
        List<X509Certificate> chain =
                Stream.concat(Stream.of(own), above.stream()).toList();
        return new TestCertificates(folder, new Issuer(own, pair.getPrivate(), key), root, chain, files);
    }

    /** A PEM file with this authority's certificate. */
    public Path certificate() {
        return certificate;
    }

    /** This authority's certificate. */
    public X509Certificate x509() {
        return issuer.certificate();
    }

    /**
     * A server's certificate.
     *
     * @param names host names, {@code *.example.com} among them, and IPv4 addresses, separated by spaces
     */
    public TestCertificate server(String names, Key key) {
        return issue(Order.of(names, key));
    }

    /** A client's certificate. */
    public TestCertificate client(String name, Key key) {
        return issue(Order.of(name, key).usage(Order.Usage.CLIENT));
    }

    /** A server's certificate that ended yesterday. */
    public TestCertificate expired(String names, Key key) {
        Instant now = Instant.now();
        return issue(Order.of(names, key).valid(now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1))));
    }

    /** A server's certificate that begins tomorrow. */
    public TestCertificate notYetValid(String names, Key key) {
        Instant now = Instant.now();
        return issue(Order.of(names, key).valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(30))));
    }

    /** A certificate to order, in new files. */
    public TestCertificate issue(Order order) {
        KeyPair pair = order.key().generate();
        return written(order, pair, issuer.issue(order, pair.getPublic()), above);
    }

    /** A certificate to order that no authority issued, in new files. */
    public TestCertificate selfSigned(Order order) {
        KeyPair pair = order.key().generate();
        return written(order, pair, Issuer.selfSigned(order, pair), List.of());
    }

    /** A new PEM file with this authority's list of revoked certificates, valid since yesterday and for 30 days. */
    public Path crl(TestCertificate... revoked) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return crl(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)), revoked);
    }

    /** The same with the moments of its issue and of the next. */
    public Path crl(Instant issued, Instant next, TestCertificate... revoked) {
        X509CRL list = issuer.crl(
                issued, next, Arrays.stream(revoked).map(TestCertificate::x509).toList());
        try {
            return Pem.write(
                    folder.resolve("crl-" + files.incrementAndGet() + ".pem"),
                    List.of(Pem.block("X509 CRL", list.getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a client that trusts the root above this authority, and no other. */
    public SSLContext clientContext() {
        return Contexts.of(null, trustManagers());
    }

    /** The same for one that shows this certificate when it is asked for one. */
    public SSLContext clientContext(TestCertificate shown) {
        return Contexts.of(shown.keyManagers(), trustManagers());
    }

    /** The same for one that shows it whatever authorities the server names, as no browser does. */
    public SSLContext insistentContext(TestCertificate shown) {
        KeyManager[] keys = Arrays.stream(shown.keyManagers())
                .map(manager -> new AnyIssuer((X509ExtendedKeyManager) manager))
                .toArray(KeyManager[]::new);
        return Contexts.of(keys, trustManagers());
    }

    TrustManager[] trustManagers() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("root", root);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestCertificate written(Order order, KeyPair pair, X509Certificate own, List<X509Certificate> rest) {
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        chain.addAll(rest);
        String name = order.names().get(0).replaceAll("[^a-zA-Z0-9.-]", "_") + "-" + files.incrementAndGet();
        Path key = Pem.write(
                folder.resolve(name + ".key"),
                List.of(Pem.block("PRIVATE KEY", pair.getPrivate().getEncoded())));
        return new TestCertificate(
                List.copyOf(chain),
                pair.getPrivate(),
                Pem.write(folder.resolve(name + ".pem"), blocks(chain.stream())),
                Pem.onlyForOwner(key));
    }

    private static List<String> blocks(Stream<X509Certificate> certificates) {
        return certificates
                .map(certificate -> {
                    try {
                        return Pem.block("CERTIFICATE", certificate.getEncoded());
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }
}

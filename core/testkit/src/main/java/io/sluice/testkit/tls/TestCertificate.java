package io.sluice.testkit.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate with its key, in memory and as files.
 *
 * @param chain the certificate, then those of the authorities above it, without the root
 * @param privateKey its key
 * @param certificate a PEM file with the chain
 * @param key a PEM file with the key as plain PKCS#8, which only its owner can read
 */
public record TestCertificate(List<X509Certificate> chain, PrivateKey privateKey, Path certificate, Path key) {
    private static final char[] NO_PASSWORD = {};

    /** The certificate itself. */
    public X509Certificate x509() {
        return chain.get(0);
    }

    /** A new PKCS#12 file beside the others, with the chain and the key. */
    public Path pkcs12(String password) {
        Path file = certificate.resolveSibling(certificate.getFileName() + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store(password.toCharArray()).store(out, password.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        Pem.onlyForOwner(file);
        return file;
    }

    /** For a test's server that shows this certificate and asks clients for none. */
    public SSLContext serverContext() {
        return Contexts.of(keyManagers(), null);
    }

    /** For a test's server that shows this certificate and trusts clients of this authority, where it asks them. */
    public SSLContext serverContext(TestCertificates clients) {
        return Contexts.of(keyManagers(), clients.trustManagers());
    }

    KeyManager[] keyManagers() {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
            factory.init(store(NO_PASSWORD), NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore store(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("key", privateKey, password, chain.toArray(X509Certificate[]::new));
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

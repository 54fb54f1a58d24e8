package io.sluice.server.boot;

import io.sluice.server.config.CertificateConfig;
import io.sluice.server.tls.Identity;
import io.sluice.server.tls.IdentityLoader;
import io.sluice.server.tls.Refusing;
import io.sluice.server.tls.TlsFileException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom the commands trust when they ask the admin listener over TLS.
 *
 * @param sockets make the connections
 * @param anyName whether the certificate may be of any name, as it is known itself
 */
record AdminTls(SSLSocketFactory sockets, boolean anyName) {
    /** Nothing is shown. */
    static final KeyManager[] NOTHING = {};

    /** Of a store that is never written. */
    private static final char[] NO_PASSWORD = {};

    /** The listener that shows the first certificate of this file, which its configuration names, and no other. */
    static AdminTls pinned(Path file, KeyManager[] shown) throws IOException {
        Certificate own = read(file).iterator().next();
        return new AdminTls(sockets(file, shown, new Only(own)), true);
    }

    /** Listeners whose certificates come from these authorities and carry the name that is asked. */
    static AdminTls trusting(Path file, KeyManager[] shown) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate one : read(file)) {
                store.setCertificateEntry("ca" + number++, one);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return new AdminTls(sockets(file, shown, trust.getTrustManagers()), false);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Collection<? extends Certificate> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException(file + ": no certificate (expected: PEM)");
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException(file + ": " + e.getMessage() + " (expected: certificates in PEM)", e);
        }
    }

    /** What shows a certificate to a listener that asks for one; both files are PEM, and may be one. */
    static KeyManager[] shown(Path certificate, Path key) throws IOException {
        try {
            Identity identity = new IdentityLoader(Clock.systemUTC(), warning -> {})
                    .load(new CertificateConfig(certificate, key, Optional.empty(), "--cert"));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry(
                    "own", identity.key(), NO_PASSWORD, identity.chain().toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            return keys.getKeyManagers();
        } catch (TlsFileException e) {
            throw new IOException(e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IOException("--cert: " + certificate + ": " + e.getMessage(), e);
        }
    }

    private static SSLSocketFactory sockets(Path file, KeyManager[] shown, TrustManager... trust) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown, trust, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Trusts one certificate, by itself. */
    private static final class Only extends Refusing {
        private final Certificate own;

        private Only(Certificate own) {
            this.own = own;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            if (chain.length == 0 || !chain[0].equals(own)) {
                throw new CertificateException("the listener shows another certificate than the configuration names:"
                        + " is this the configuration that it runs with?");
            }
        }
    }
}

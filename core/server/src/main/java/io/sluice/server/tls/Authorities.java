package io.sluice.server.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Authorities that do not come from a file of the configuration, and so do not change. */
record Authorities(List<X509Certificate> get) implements Watched<List<X509Certificate>> {
    static final Authorities NONE = new Authorities(List.of());

    /** Those that the JVM trusts. */
    static Authorities ofJvm() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return new Authorities(Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .toList());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM's authorities cannot be read", e);
        }
    }

    @Override
    public void onChange(Consumer<? super List<X509Certificate>> listener) {
        // They never change.
    }
}

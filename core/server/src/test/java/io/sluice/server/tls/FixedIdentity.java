package io.sluice.server.tls;

import io.sluice.server.config.CertificateConfig;
import io.sluice.testkit.tls.TestCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An identity that a test replaces. */
final class FixedIdentity implements Watched<Identity> {
    private final List<Consumer<? super Identity>> listeners = new ArrayList<>();
    private Identity identity;

    FixedIdentity(TestCertificate certificate) {
        this.identity = identity(certificate);
    }

    @Override
    public Identity get() {
        return identity;
    }

    @Override
    public void onChange(Consumer<? super Identity> listener) {
        listeners.add(listener);
    }

    void replace(TestCertificate certificate) {
        identity = identity(certificate);
        listeners.forEach(listener -> listener.accept(identity));
    }

    private static Identity identity(TestCertificate certificate) {
        return new Identity(
                new CertificateConfig(certificate.certificate(), certificate.key(), Optional.empty(), "test:1"),
                certificate.chain(),
                certificate.privateKey());
    }
}

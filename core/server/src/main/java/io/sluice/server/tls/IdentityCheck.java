package io.sluice.server.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Whether clients will take a certificate: its key, its time, its chain, its strength, and who else can read its key. */
final class IdentityCheck {
    private final Identity identity;
    private final Instant now;
    private final Consumer<String> warnings;

    IdentityCheck(Identity identity, Clock clock, Consumer<String> warnings) {
        this.identity = identity;
        this.now = clock.instant();
        this.warnings = warnings;
    }

    void run() throws TlsFileException {
        key();
        time();
        chain();
        strength();
        permissions(identity.source().key(), "the private key");
        identity.source().passwordFile().ifPresent(path -> permissions(path, "the password"));
    }

    private void key() throws TlsFileException {
        PrivateKey key = identity.key();
        if (KeyPairs.match(key, identity.certificate().getPublicKey())) {
            return;
        }
        List<X509Certificate> chain = identity.chain();
        for (int i = 1; i < chain.size(); i++) {
            if (KeyPairs.match(key, chain.get(i).getPublicKey())) {
                throw refuse(
                        identity.source().certificate(),
                        "the private key belongs to certificate " + (i + 1) + ", " + named(i),
                        "that certificate first, then the one that signed it, and so on");
            }
        }
        throw refuse(
                identity.source().key(),
                "the private key (" + key.getAlgorithm() + ") is not that of the certificate, " + named(0) + " ("
                        + identity.keyType() + "), in " + identity.source().certificate(),
                "the key that the certificate was made for");
    }

    private void time() throws TlsFileException {
        X509Certificate certificate = identity.certificate();
        if (identity.notAfter().isBefore(now)) {
            throw refuse(
                    identity.source().certificate(),
                    "the certificate, " + named(0) + ", ended at " + identity.notAfter(),
                    "one that is valid now, " + now);
        }
        Instant begin = certificate.getNotBefore().toInstant();
        if (begin.isAfter(now)) {
            throw refuse(
                    identity.source().certificate(),
                    "the certificate, " + named(0) + ", begins at " + begin,
                    "one that is valid now, " + now);
        }
    }

    private void chain() {
        List<X509Certificate> chain = identity.chain();
        for (int i = 1; i < chain.size(); i++) {
            if (!KeyPairs.signed(chain.get(i - 1), chain.get(i))) {
                warn(
                        identity.source().certificate(),
                        "certificate " + (i + 1) + ", " + named(i) + ", did not sign certificate " + i + ", "
                                + named(i - 1),
                        "each certificate signed by the next: some clients will not find the way to an authority");
            }
            Instant end = chain.get(i).getNotAfter().toInstant();
            if (end.isBefore(now)) {
                warn(
                        identity.source().certificate(),
                        "certificate " + (i + 1) + ", " + named(i) + ", ended at " + end,
                        "one that is valid now");
            }
        }
    }

    private void strength() {
        for (int i = 0; i < identity.chain().size(); i++) {
            int number = i;
            DisabledAlgorithms.reason(identity.chain().get(i))
                    .ifPresent(reason -> warn(
                            identity.source().certificate(),
                            "certificate " + (number + 1) + ", " + named(number) + ", " + reason,
                            "one that this Java and today's clients do not refuse as weak"));
        }
    }

    private void permissions(Path path, String what) {
        FileModes.readableByOthers(path)
                .ifPresent(mode -> warn(
                        path, what + " can be read by others (" + mode + ")", "a file that only its owner can read"));
    }

    private String named(int index) {
        return Subjects.of(identity.chain().get(index));
    }

    private TlsFileException refuse(Path path, String found, String expected) {
        return new TlsFileException(identity.source().place(), path, found, expected);
    }

    private void warn(Path path, String found, String expected) {
        warnings.accept(refuse(path, found, expected).getMessage());
    }
}

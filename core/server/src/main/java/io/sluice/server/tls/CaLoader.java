package io.sluice.server.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

/** Loads files with the certificates of authorities. Thread-safe; reads files, so not for workers. */
public final class CaLoader {
    private final Clock clock;
    private final Consumer<String> warnings;

    /** A loader; the arguments are those of {@link IdentityLoader}. */
    public CaLoader(Clock clock, Consumer<String> warnings) {
        this.clock = clock;
        this.warnings = warnings;
    }

    /**
     * The certificates of a PEM file, at least one, each once. One that has ended is a warning: the others still serve.
     *
     * @param place file and line of the configuration that names it
     * @throws TlsFileException when the file is missing, cannot be read or has no certificate
     */
    public List<X509Certificate> load(String place, Path path) throws TlsFileException {
        InputFile file = InputFile.read(place, path, "certificates of authorities as PEM");
        List<X509Certificate> found = List.copyOf(new LinkedHashSet<>(Pem.certificates(file)));
        Instant now = clock.instant();
        for (X509Certificate certificate : found) {
            Instant end = certificate.getNotAfter().toInstant();
            if (end.isBefore(now)) {
                warnings.accept(file.refuse(
                                "the authority " + Subjects.of(certificate) + " ended at " + end,
                                "one that is valid now")
                        .getMessage());
            }
        }
        return found;
    }
}

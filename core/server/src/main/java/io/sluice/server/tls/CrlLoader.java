package io.sluice.server.tls;

import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;

/** Loads files with lists of revoked certificates. Thread-safe; reads files, so not for workers. */
public final class CrlLoader {
    private final Clock clock;
    private final Consumer<String> warnings;

    /** A loader; the arguments are those of {@link IdentityLoader}. */
    public CrlLoader(Clock clock, Consumer<String> warnings) {
        this.clock = clock;
        this.warnings = warnings;
    }

    /**
     * The lists of a PEM file, at least one. One whose next issue is overdue is a warning.
     *
     * @param place file and line of the configuration that names it
     * @throws TlsFileException when the file is missing, cannot be read or has no list
     */
    public List<X509CRL> load(String place, Path path) throws TlsFileException {
        InputFile file = InputFile.read(place, path, "lists of revoked certificates as PEM");
        List<X509CRL> found = List.copyOf(Pem.crls(file));
        Instant now = clock.instant();
        for (X509CRL list : found) {
            Date next = list.getNextUpdate();
            if (next != null && next.toInstant().isBefore(now)) {
                warnings.accept(file.refuse(
                                "the list of " + list.getIssuerX500Principal().getName() + " was to be renewed until "
                                        + next.toInstant(),
                                "a newer one: certificates of this authority cannot be verified until then")
                        .getMessage());
            }
        }
        return found;
    }
}

package io.sluice.server.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a client of the admin listener may show to prove that it may. The token itself is not kept.
 *
 * @param name for the log
 * @param sha256 the SHA-256 of the token, 64 hexadecimal digits in lower case
 * @param rights what whoever has it may do
 * @param file where the token stands; empty where the configuration has its hash alone
 */
public record AdminToken(String name, String sha256, Set<Right> rights, Optional<Path> file) {
    /** What may be done on the admin listener. */
    public enum Right {
        /** Pages may be asked for: GET and HEAD. */
        READ,
        /** Commands may be given. */
        WRITE;

        /** The word for it in the configuration. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

package io.sluice.server.tls;

import java.nio.file.Path;

/** A file that TLS needs cannot be used. The message stands alone: place, path, what was found, what was expected. */
public final class TlsFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal: {@code place: path: found (expected: expected)}.
     *
     * @param place file and line of the configuration that names the file
     */
    TlsFileException(String place, Path path, String found, String expected) {
        super(place + ": " + path + ": " + found + " (expected: " + expected + ")");
    }
}

package io.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Texts of options that may stand in files, {@code @FILE}. */
final class Payloads {
    private Payloads() {}

    /**
     * The bytes of a text, or of the file that it names.
     *
     * @throws IOException if it cannot be read; the message names it
     */
    static byte[] read(String text) throws IOException {
        if (!text.startsWith("@")) {
            return text.getBytes(UTF_8);
        }
        Path file = Path.of(text.substring(1));
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        }
        if (bytes.length > Amount.LARGEST_SIZE) {
            throw new IOException(file + ": has " + bytes.length + " bytes (expected: up to 16m)");
        }
        return bytes;
    }
}

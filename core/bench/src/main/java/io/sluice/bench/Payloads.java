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
     * @param option which text it is, for messages
     * @throws IllegalArgumentException if the file cannot be read or is too long; the message names it
     */
    static byte[] read(String option, String text) {
        if (!text.startsWith("@")) {
            return text.getBytes(UTF_8);
        }
        Path file = Path.of(text.substring(1));
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(option + ": " + file + ": there is no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(option + ": " + file + " cannot be read: " + e.getMessage(), e);
        }
        if (bytes.length > Amount.LARGEST_SIZE) {
            throw new IllegalArgumentException(
                    option + ": " + file + ": has " + bytes.length + " bytes (expected: up to 16m)");
        }
        return bytes;
    }
}

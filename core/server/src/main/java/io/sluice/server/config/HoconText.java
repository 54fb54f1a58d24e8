package io.sluice.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a file, for messages about it. */
final class HoconText {
    private HoconText() {}

    /** The text as the library reads it, in UTF-8 whatever there is; empty where the file cannot be read any more. */
    static String of(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}

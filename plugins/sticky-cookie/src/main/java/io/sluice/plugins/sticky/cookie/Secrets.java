package io.sluice.plugins.sticky.cookie;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The keys that cookies are signed with: a text, or the lines of a file. The first signs, all are accepted, so that a new
 * one can come in before the old one goes. No message shows one.
 */
final class Secrets {
    private static final int SHORTEST = 16;
    private static final int LARGEST_FILE = 1 << 16;
    private static final String EXPECTED =
            "at least " + SHORTEST + " characters that nobody can guess: openssl rand -base64 32 makes some";

    private Secrets() {}

    static List<byte[]> read(Settings settings) {
        if (settings.has("secret") == settings.has("secret-file")) {
            throw refuse(
                    settings,
                    "secret",
                    settings.has("secret") ? "set beside secret-file" : "not set",
                    "secret or secret-file");
        }
        String key = settings.has("secret") ? "secret" : "secret-file";
        List<String> texts = settings.has("secret") ? List.of(settings.string("secret")) : lines(settings);
        for (String text : texts) {
            if (text.length() < SHORTEST) {
                throw refuse(settings, key, "found one of " + text.length() + " characters", EXPECTED);
            }
        }
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static List<String> lines(Settings settings) {
        Path file = settings.file("secret-file");
        List<String> lines;
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw settings.refuse("secret-file", "a file of at most " + LARGEST_FILE + " bytes");
            }
            lines = Files.readString(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw settings.refuse(
                    "secret-file", "a file in UTF-8 that can be read, with a secret on each line; " + file + ": " + e);
        }
        if (lines.isEmpty()) {
            throw settings.refuse("secret-file", "a file with " + EXPECTED);
        }
        return lines;
    }

    /** Without the value: a log is no place for a secret. */
    private static SettingsException refuse(Settings settings, String key, String found, String expected) {
        return new SettingsException(
                settings.place(key) + ": " + settings.path(key) + ": " + found + " (expected: " + expected + ")");
    }
}

package io.sluice.server.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Passwords that are tried in turn: the lines of a file that are not empty (ssl_password_file).
 *
 * @param file empty where none is named; then there are no passwords
 * @param all each as it stands in the file, one character for a byte
 */
record Passwords(Optional<Path> file, List<String> all) {
    static Passwords read(String place, Optional<Path> path) throws TlsFileException {
        if (path.isEmpty()) {
            return new Passwords(path, List.of());
        }
        InputFile input = InputFile.read(place, path.get(), "a password on each line");
        List<String> found = new ArrayList<>();
        for (String line : input.text().split("\r?\n", -1)) {
            if (!line.isEmpty()) {
                found.add(line);
            }
        }
        if (found.isEmpty()) {
            throw input.refuse("no password inside", "a password on each line");
        }
        return new Passwords(path, List.copyOf(found));
    }

    /** What is found where none of them fits. */
    String misfit() {
        return all.size() == 1
                ? "the password of " + file.orElseThrow() + " does not fit"
                : "none of the " + all.size() + " passwords of " + file.orElseThrow() + " fits";
    }

    /**
     * Each as the characters that ways of encryption may make the file's bytes of. OpenSSL takes the bytes as they are;
     * here some take a byte of each character, and some take UTF-8. They differ only where a password is not ASCII.
     */
    List<char[]> readings() {
        return all.stream()
                .flatMap(password -> Stream.of(password, utf8(password)).distinct())
                .map(String::toCharArray)
                .toList();
    }

    private static String utf8(String password) {
        return new String(password.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}

package io.sluice.nginx.syntax;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The files that a pattern names, as glob(3) gives them without flags: {@code *}, {@code ?} and {@code [...]} match within
 * one part of a path and no dot at its start, a backslash takes the next character as it is, and the result is sorted by
 * its bytes (nginx sets no locale).
 */
final class Glob {
    private Glob() {}

    /** Whether nginx takes the name for a pattern. */
    static boolean isPattern(String name) {
        return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** The full names that match an absolute pattern, sorted; none where nothing does. */
    static List<String> expand(String pattern) {
        List<String> found = List.of("");
        for (String part : pattern.substring(1).split("/", -1)) {
            List<String> next = new ArrayList<>();
            for (String folder : found) {
                step(folder, part, next);
            }
            found = next;
        }
        return found.stream().sorted(Glob::compareBytes).toList();
    }

    private static void step(String folder, String part, List<String> next) {
        if (!isPattern(part)) {
            String name = folder + "/" + part.replaceAll("\\\\(.)", "$1");
            if (exists(name)) {
                next.add(name);
            }
            return;
        }
        Pattern regex;
        try {
            regex = regex(part);
        } catch (PatternSyntaxException e) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder + "/"))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if ((!name.startsWith(".") || part.startsWith("."))
                        && regex.matcher(name).matches()) {
                    next.add(folder + "/" + name);
                }
            }
        } catch (IOException | InvalidPathException e) {
            // A folder that cannot be read has no matches, as for glob(3) without GLOB_ERR.
        }
    }

    private static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name), LinkOption.NOFOLLOW_LINKS);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Pattern regex(String part) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '[' -> {
                    int close = part.indexOf(']', i + (startsNegated(part, i) ? 3 : 2));
                    if (close < 0) {
                        regex.append("\\[");
                    } else {
                        regex.append(set(part.substring(i + 1, close)));
                        i = close;
                    }
                }
                case '\\' -> {
                    i = Math.min(i + 1, part.length() - 1);
                    regex.append(Pattern.quote(part.substring(i, i + 1)));
                }
                default -> regex.append(Pattern.quote(part.substring(i, i + 1)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static boolean startsNegated(String part, int bracket) {
        return bracket + 1 < part.length() && (part.charAt(bracket + 1) == '!' || part.charAt(bracket + 1) == '^');
    }

    private static String set(String members) {
        boolean negated = members.startsWith("!") || members.startsWith("^");
        StringBuilder set = new StringBuilder(negated ? "[^" : "[");
        for (int i = negated ? 1 : 0; i < members.length(); i++) {
            char c = members.charAt(i);
            if (c == '[' || c == ']' || c == '&' || c == '^' || c == '\\') {
                set.append('\\');
            }
            set.append(c);
        }
        return set.append(']').toString();
    }

    private static int compareBytes(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}

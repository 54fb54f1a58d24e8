package io.sluice.server.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why the library refuses a file: file, line, what was found and what was expected, without the library's own terms. */
final class HoconFault {
    private static final int LONGEST_MESSAGE = 400;
    private static final Pattern UNRESOLVED =
            Pattern.compile(".*Could not resolve substitution to a value: (\\$\\{[^}]*})(.*)", Pattern.DOTALL);
    private static final Pattern ADVICE = Pattern.compile(" \\(if you .*", Pattern.DOTALL);
    private static final Pattern DIRECTIVE = Pattern.compile("[a-z][a-z0-9_]*(\\s[^={]*)?;\\s*(#.*)?");
    private static final Pattern BLOCK = Pattern.compile(
            "((events|http|server|stream|mail|types)|(upstream|location|map|geo|split_clients)\\s[^=]*)\\s*\\{.*");

    private HoconFault() {}

    /** The refusal of {@code file}, or of one that it includes. */
    static String text(ConfigException refused, Path file) {
        ConfigOrigin at = refused.origin();
        Path guilty = at == null || at.filename() == null ? file : Path.of(at.filename());
        String text = HoconText.of(guilty);
        Optional<String> nginx = nginx(text, guilty);
        if (nginx.isPresent()) {
            return nginx.get();
        }
        if (refused instanceof ConfigException.Parse) {
            Optional<HoconScan.Fault> fault = HoconScan.of(text);
            if (fault.isPresent()) {
                String key = fault.get().path().isEmpty() ? "" : fault.get().path() + ": ";
                return guilty + ":" + fault.get().line() + ": " + key
                        + fault.get().words();
            }
        }
        String place = at == null || at.lineNumber() < 0 ? guilty.toString() : guilty + ":" + at.lineNumber();
        return place + ": " + words(refused, at);
    }

    /** What is said of a text that is an nginx.conf, or a part of one; empty of others. */
    static Optional<String> nginx(String text, Path file) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String bare = line.strip();
            if (!bare.isEmpty() && !bare.startsWith("#")) {
                return DIRECTIVE.matcher(bare).matches() || BLOCK.matcher(bare).matches()
                        ? Optional.of(file + ":" + number + ": found " + bare + ", as in an nginx.conf"
                                + " (expected: sluice { … }; \"bin/sluice import " + file
                                + "\" makes that of an nginx.conf)")
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String words(ConfigException refused, ConfigOrigin at) {
        String message = String.valueOf(refused.getMessage());
        Matcher unresolved = UNRESOLVED.matcher(message);
        if (unresolved.matches()) {
            return "found " + unresolved.group(1)
                    + (unresolved.group(2).contains("cycle")
                            ? ", which refers to itself (expected: a value)"
                            : ", which is set nowhere (expected: a value under that name, or ${?…} for one that may be missing)");
        }
        if (message.contains("Cannot concatenate")) {
            return "found values of several kinds side by side (expected: a comma or a new line between them)";
        }
        if (message.contains("rather than object at file root")) {
            return "found a list (expected: sluice { … })";
        }
        String prefix = at == null ? "" : at.description() + ": ";
        String detail = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        detail = ADVICE.matcher(detail)
                .replaceAll("")
                .replace("expecting a close parentheses ')' here, not: ", "not expected here: ");
        // Some of the library's messages hold whole trees of values.
        return detail.length() <= LONGEST_MESSAGE ? detail : detail.substring(0, LONGEST_MESSAGE) + "…";
    }
}

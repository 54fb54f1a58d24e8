package io.sluice.server.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What host names a host block may have, in nginx's server_name syntax. */
public final class HostNames {
    private static final String EXPECTED = "a name such as example.com, *.example.com, www.example.*, .example.com or a"
            + " regular expression after ~";
    private static final String LABELS = "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*";
    private static final Pattern NAME = Pattern.compile("(\\*\\.|\\.)?" + LABELS + "\\.?|" + LABELS + "\\.\\*|");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]+]");
    private static final Pattern WITH_PORT = Pattern.compile("[^~].*:[0-9]+");

    private HostNames() {}

    /** What was expected where the name can match nothing. The empty name stands for requests without Host. */
    static Optional<String> problem(String name) {
        if (name.startsWith("~")) {
            return Regexes.problem(name.substring(1));
        }
        if (NAME.matcher(name).matches() || IPV6.matcher(name).matches()) {
            return Optional.empty();
        }
        if (WITH_PORT.matcher(name).matches()) {
            return Optional.of(EXPECTED + ", without a port: listeners have those");
        }
        boolean ascii = name.chars().allMatch(c -> c < 128);
        return Optional.of(ascii ? EXPECTED : EXPECTED + ", in ASCII (xn--…)");
    }

    /**
     * The names that a written one is looked up by: in lower case, without a last dot, {@code .example.com} as the two
     * names that it stands for; a regular expression as it is.
     */
    public static List<String> lookedUp(String name) {
        if (name.startsWith("~")) {
            return List.of(name);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        String plain = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return plain.startsWith(".") ? List.of(plain.substring(1), "*" + plain) : List.of(plain);
    }
}

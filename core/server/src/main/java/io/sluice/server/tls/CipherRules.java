package io.sluice.server.tls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Carries out a cipher list in OpenSSL's language (openssl-ciphers(1)) by OpenSSL's own steps (ssl_create_cipher_list): its
 * rules one after the other, on suites that are active or not. What OpenSSL 3.0 ignores is ignored, with a warning, and what
 * it refuses is refused. As OpenSSL does since 3.2, it also takes suites by their registered names.
 */
final class CipherRules {
    private static final String DEFAULT = "DEFAULT";
    private static final String DEFAULT_RULES = "ALL:!COMPLEMENTOFDEFAULT:!eNULL";
    private static final String EXPECTED = "a list as openssl-ciphers(1) describes it, such as HIGH:!aNULL:!MD5";

    /** OpenSSL's own where the list names none; Debian builds it with 2, which leaves the same suites. */
    private static final int DEFAULT_LEVEL = 1;

    /** What each level asks of a key. */
    private static final int[] LEVELS = {0, 80, 112, 128, 192, 256};

    private static final int SHA1_BITS = 160;
    private static final char ADD = ':';

    private final String place;
    private final String text;
    private final Consumer<String> warnings;

    /** In the order of preference; what was killed is gone from both. */
    private final List<Suite> inactive = new ArrayList<>(SuiteTable.all());

    private final List<Suite> active = new ArrayList<>();
    private final Set<Suite> explicit = new HashSet<>();
    private int level = DEFAULT_LEVEL;

    private CipherRules(String place, String text, Consumer<String> warnings) {
        this.place = place;
        this.text = text;
        this.warnings = warnings;
    }

    /**
     * What a list leaves.
     *
     * @param suites of TLS 1.2 and before, best first, whether or not the JVM knows them
     * @param explicit those that the list asks for by their name, by that they do not authenticate, or do not encrypt
     */
    record Outcome(List<Suite> suites, Set<Suite> explicit) {}

    /**
     * Carries a list out.
     *
     * @param warnings is told what is ignored, one message each, with the place
     * @throws TlsSettingException where OpenSSL refuses the list, and where no suite is left
     */
    static Outcome carryOut(String place, String text, Consumer<String> warnings) throws TlsSettingException {
        return new CipherRules(place, text, warnings).run();
    }

    private Outcome run() throws TlsSettingException {
        Optional<SuiteB> suiteB = SuiteB.begins(text);
        if (suiteB.isPresent()) {
            warnings.accept(
                    place + ": " + suiteB.get() + " chooses cipher suites, and nothing after it counts; OpenSSL"
                            + " would hold curves and certificates to P-256 and P-384, too, which is left to the configuration");
            rules(suiteB.get().suites());
        } else if (text.startsWith(DEFAULT)) {
            rules(DEFAULT_RULES);
            rules(text.substring(DEFAULT.length()));
        } else {
            rules(text);
        }
        if (active.isEmpty()) {
            throw refused("leaves no cipher suite");
        }
        List<Suite> left = active.stream().filter(this::permitted).toList();
        if (left.isEmpty()) {
            throw refused("leaves no cipher suite at security level " + level);
        }
        return new Outcome(left, Set.copyOf(explicit));
    }

    private void rules(String rules) throws TlsSettingException {
        int at = 0;
        while (at < rules.length()) {
            char first = rules.charAt(at);
            if (isSeparator(first)) {
                at++;
            } else if (first == '@') {
                at = command(rules, at);
            } else {
                at = item(rules, at, first == '!' || first == '-' || first == '+' ? first : ADD);
            }
        }
    }

    /** Carries out an operator, if any, and the words that plus signs join; the index after them. */
    private int item(String rules, int start, char operator) throws TlsSettingException {
        int at = operator == ADD ? start : start + 1;
        Optional<Selection> chosen = Optional.empty();
        while (true) {
            int end = endOfWord(rules, at);
            String word = rules.substring(at, end);
            Optional<Selection> found = CipherWords.find(word);
            if (found.isEmpty()) {
                return ignore(rules, start, end, CipherWords.bygone(word) ? "" : CipherWords.whyUnknown(word));
            }
            chosen = chosen.isEmpty() ? found : chosen.get().and(found.get());
            if (chosen.isEmpty()) {
                return ignore(rules, start, end, "no suite can be all of that");
            }
            if (!rules.startsWith("+", end)) {
                apply(operator, chosen.get());
                return end;
            }
            at = end + 1;
        }
    }

    private void apply(char operator, Selection chosen) {
        switch (operator) {
            case '!' -> {
                inactive.removeIf(chosen::matches);
                active.removeIf(chosen::matches);
            }
            // They go to the head of what may be added, in the order that they had.
            case '-' -> inactive.addAll(0, take(active, chosen::matches));
            case '+' -> active.addAll(take(active, chosen::matches));
            default -> {
                List<Suite> added = take(inactive, chosen::matches);
                active.addAll(added);
                if (chosen.explicit()) {
                    explicit.addAll(added);
                }
            }
        }
    }

    private static List<Suite> take(List<Suite> from, Predicate<Suite> chosen) {
        List<Suite> taken = from.stream().filter(chosen).toList();
        from.removeAll(taken);
        return taken;
    }

    private int command(String rules, int start) throws TlsSettingException {
        int end = endOfWord(rules, start + 1);
        String command = rules.substring(start, end);
        if (command.equals("@STRENGTH")) {
            active.sort(Comparator.comparingInt(Suite::bits).reversed());
        } else if (command.matches("@SECLEVEL=[0-5]")) {
            level = command.charAt(command.length() - 1) - '0';
        } else {
            throw refused("holds \"" + command + "\", which is neither @STRENGTH nor @SECLEVEL=0 to @SECLEVEL=5");
        }
        int next = endOfItem(rules, end);
        if (next > end) {
            warnings.accept(place + ": \"" + rules.substring(end, next) + "\" after " + command
                    + " in a cipher list is ignored, as by OpenSSL");
        }
        return next;
    }

    /**
     * Passes over the rest of an item.
     *
     * @param why empty: nothing is lost by the item
     * @return the index after it
     */
    private int ignore(String rules, int start, int end, String why) {
        int next = endOfItem(rules, end);
        boolean takesMoreAlong = rules.substring(end, next).matches(".*[!@].*");
        if (!why.isEmpty() || takesMoreAlong) {
            warnings.accept(
                    place + ": \"" + rules.substring(start, next) + "\" in a cipher list is ignored, as by OpenSSL: "
                            + (why.isEmpty() ? "up to the next separator, as its beginning matches nothing" : why));
        }
        return next;
    }

    private int endOfWord(String rules, int from) throws TlsSettingException {
        int end = from;
        while (end < rules.length() && inWord(rules.charAt(end))) {
            end++;
        }
        if (end == from) {
            throw refused(
                    end == rules.length()
                            ? "ends where a word is due"
                            : "has \"" + rules.charAt(end) + "\" where a word is due");
        }
        return end;
    }

    private static int endOfItem(String rules, int from) {
        int end = from;
        while (end < rules.length() && !isSeparator(rules.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isSeparator(char c) {
        return c == ':' || c == ' ' || c == ';' || c == ',';
    }

    private static boolean inWord(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '='
                || c == '_';
    }

    /** SSL_CTX_set_security_level(3), as far as it is about suites; SHA-1 counts for 160 bits. */
    private boolean permitted(Suite suite) {
        int bits = LEVELS[level];
        return level == 0
                || (suite.bits() >= bits
                        && !suite.anonymous()
                        && !suite.mac().equals("MD5")
                        && (bits <= SHA1_BITS || !suite.mac().equals("SHA1"))
                        && (level < 3 || suite.forwardSecret()));
    }

    private TlsSettingException refused(String what) {
        return new TlsSettingException(place, "cipher list \"" + text + "\" " + what, EXPECTED);
    }
}

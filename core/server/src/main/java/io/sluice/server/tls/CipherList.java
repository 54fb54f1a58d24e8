package io.sluice.server.tls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Translates a cipher list in OpenSSL's language (openssl-ciphers(1)) by OpenSSL's own steps (ssl_create_cipher_list): the
 * words are carried out one after the other on a list in which suites are active or not.
 */
final class CipherList {
    private static final String DEFAULT = "DEFAULT";
    private static final String EXPECTED = "a list as openssl-ciphers(1) describes it, such as HIGH:!aNULL:!MD5";

    /** What each level asks of a key. */
    private static final int[] LEVELS = {0, 80, 112, 128, 192, 256};

    private static final int SHA1_BITS = 160;

    private final String place;
    private final String text;

    /** In the order of preference; what was killed is gone from both. */
    private final List<Suite> inactive = new ArrayList<>(SuiteTable.all());

    private final List<Suite> active = new ArrayList<>();
    private int level;

    private CipherList(String place, String text) {
        this.place = place;
        this.text = text;
    }

    /**
     * The suites of TLS 1.2 and before that the list leaves, best first, whether or not the JVM knows them.
     *
     * @throws TlsSettingException at a word that OpenSSL does not know, and where none is left
     */
    static List<Suite> parse(String place, String text) throws TlsSettingException {
        return new CipherList(place, text).run();
    }

    private List<Suite> run() throws TlsSettingException {
        int from = 0;
        if (text.startsWith(DEFAULT)) {
            from = DEFAULT.length();
            add(suite -> !suite.plain() && suite.inDefault());
        }
        for (String item : text.substring(from).split("[: ,;]+", -1)) {
            if (!item.isEmpty()) {
                apply(item);
            }
        }
        List<Suite> left = active.stream().filter(this::permitted).toList();
        if (left.isEmpty()) {
            throw refused("leaves no cipher suite");
        }
        return left;
    }

    private void apply(String item) throws TlsSettingException {
        char first = item.charAt(0);
        if (first == '@') {
            command(item);
            return;
        }
        boolean operator = first == '!' || first == '-' || first == '+';
        Predicate<Suite> chosen = suite -> true;
        for (String word : (operator ? item.substring(1) : item).split("\\+", -1)) {
            chosen = chosen.and(CipherWords.find(word)
                    .orElseThrow(() -> refused("holds \"" + item + "\", which OpenSSL does not know")));
        }
        switch (first) {
            case '!' -> {
                inactive.removeIf(chosen);
                active.removeIf(chosen);
            }
            case '-' -> {
                // They go to the head of what may be added, in the order that they had.
                inactive.addAll(0, take(active, chosen));
            }
            case '+' -> active.addAll(take(active, chosen));
            default -> add(chosen);
        }
    }

    private void command(String item) throws TlsSettingException {
        if (item.equals("@STRENGTH")) {
            active.sort(Comparator.comparingInt(Suite::bits).reversed());
        } else if (item.matches("@SECLEVEL=[0-5]")) {
            level = item.charAt(item.length() - 1) - '0';
        } else {
            throw refused("holds \"" + item + "\", which OpenSSL does not know");
        }
    }

    private void add(Predicate<Suite> chosen) {
        active.addAll(take(inactive, chosen));
    }

    private static List<Suite> take(List<Suite> from, Predicate<Suite> chosen) {
        List<Suite> taken = from.stream().filter(chosen).toList();
        from.removeAll(taken);
        return taken;
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

    /**
     * The list for JSSE: the suites of TLS 1.3, which OpenSSL does not choose by it, then those that are left of it and that
     * the JVM knows.
     *
     * @param supported JSSE's names of what the JVM knows
     * @param protocols what is spoken
     * @throws TlsSettingException when the list cannot be read, and where nothing could be agreed on
     */
    static List<String> forJsse(String place, String text, Set<String> supported, List<String> protocols)
            throws TlsSettingException {
        List<String> names = new ArrayList<>(SuiteTable.TLS13);
        parse(place, text).stream().map(Suite::standard).forEach(names::add);
        names.retainAll(supported);
        if (!protocols.contains(Protocols.TLS13) && SuiteTable.TLS13.containsAll(names)) {
            throw new TlsSettingException(
                    place,
                    "the JVM has none of the suites that cipher list \"" + text + "\" leaves for " + protocols,
                    "one that leaves such as ECDHE-ECDSA-AES128-GCM-SHA256");
        }
        return List.copyOf(names);
    }
}

package io.sluice.server.tls;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of OpenSSL's cipher lists (openssl-ciphers(1), the table cipher_aliases of ssl_ciph.c). */
final class CipherWords {
    /** Names of suites that OpenSSL had once, or has if it is built with weak ones; they stand in many lists. */
    private static final Pattern BYGONE = Pattern.compile("(EXP(1024)?-)?"
            + "((K?EDH|DHE?|ADH|ECDHE?|AECDH|EECDH|RSA|ECDSA|DSS|KRB5|PSK|SRP|DHE-PSK|RSA-PSK|ECDHE-PSK)-)*"
            + "(DES|DES-CBC|DES-CBC3|3DES-EDE-CBC|RC4|RC4-64|RC4-128|RC2-CBC|RC2|IDEA-CBC|IDEA|SEED|NULL|FORTEZZA"
            + "|AES(128|256)(-GCM|-CBC)?|CAMELLIA(128|256)(-CBC)?|GOST2001-GOST89|GOST94-GOST89|CHACHA20)"
            + "-(SHA|SHA256|SHA384|MD5|POLY1305|POLY1305-OLD|GOST94|GOST89|SHA-DRAFT)");

    /** Words of older OpenSSLs, and of what it has with a GOST engine or its legacy provider only. */
    private static final Set<String> FORMER = Set.of(
            "RC4",
            "RC2",
            "DES",
            "IDEA",
            "SEED",
            "EXP",
            "EXPORT",
            "EXPORT40",
            "EXPORT56",
            "SSLv2",
            "kDHr",
            "kDHd",
            "kDH",
            "aDH",
            "kECDHr",
            "kECDHe",
            "kECDH",
            "aECDH",
            "kKRB5",
            "aKRB5",
            "KRB5",
            "kFZA",
            "aFZA",
            "eFZA",
            "FZA",
            "kGOST",
            "kGOST18",
            "aGOST",
            "aGOST01",
            "aGOST12",
            "aGOST94",
            "GOST",
            "GOST89",
            "GOST89MAC",
            "GOST94",
            "GOST2012",
            "GOST2012001",
            "GOST12",
            "DSS1",
            "TLSv1.1",
            "TLSv1.3",
            "AES-GCM");

    /** OpenSSL still knows the cipher, but has no suite with it. */
    private static final String TRIPLE_DES = "3DES168";

    private static final Map<String, Selection> WORDS = words();

    private CipherWords() {}

    /** What a word or a suite's name stands for; empty where OpenSSL does not know it. */
    static Optional<Selection> find(String word) {
        return Optional.ofNullable(WORDS.get(word))
                .or(() -> SuiteTable.find(word).map(Selection::suite));
    }

    /** Whether the word meant something that no OpenSSL of today has: nothing is lost by it. */
    static boolean bygone(String word) {
        return FORMER.contains(word) || BYGONE.matcher(word).matches();
    }

    /** What to tell of a word that is not known. */
    static String whyUnknown(String word) {
        if (word.equals("DEFAULT") || word.startsWith("SUITEB")) {
            return word + " counts at the beginning of a list only";
        }
        if (word.startsWith("TLS_AES_") || word.startsWith("TLS_CHACHA20_")) {
            return "suites of TLS 1.3 are always there, and no list chooses among them";
        }
        return "it does not know \"" + word + "\"";
    }

    private static Map<String, Selection> words() {
        Map<String, Selection> words = new HashMap<>();
        words.put("ALL", Selection.cipher(ciphers(suite -> !suite.plain())));
        words.put("COMPLEMENTOFDEFAULT", Selection.notDefault());
        for (String strength : List.of("LOW", "MEDIUM", "HIGH")) {
            words.put(strength, Selection.strength(strength));
        }
        words.put("FIPS", both(words.get("ALL"), Selection.strength("FIPS")));
        for (String none : List.of("COMPLEMENTOFALL", "eNULL", "NULL")) {
            words.put(none, Selection.cipher(ciphers(Suite::plain)));
        }
        exchanges(words);
        authentications(words);
        together(words);
        encryptions(words);
        words.put("MD5", Selection.mac("MD5"));
        words.put("SHA", Selection.mac("SHA1"));
        words.put("SHA1", Selection.mac("SHA1"));
        words.put("SHA256", Selection.mac("SHA256"));
        words.put("SHA384", Selection.mac("SHA384"));
        words.put("SSLv3", Selection.version("SSLv3"));
        words.put("TLSv1", Selection.version("TLSv1"));
        words.put("TLSv1.0", Selection.version("TLSv1"));
        words.put("TLSv1.2", Selection.version("TLSv1.2"));
        return Map.copyOf(words);
    }

    private static void exchanges(Map<String, Selection> words) {
        words.put("kRSA", exchange("RSA"));
        words.put("kPSK", exchange("PSK"));
        words.put("kRSAPSK", exchange("RSAPSK"));
        words.put("kDHEPSK", exchange("DHEPSK"));
        words.put("kECDHEPSK", exchange("ECDHEPSK"));
        words.put("PSK", exchange("PSK", "RSAPSK", "DHEPSK", "ECDHEPSK"));
        words.put("kSRP", exchange("SRP"));
        words.put("SRP", exchange("SRP"));
        for (String word : List.of("kEDH", "kDHE", "DH")) {
            words.put(word, exchange("DH"));
        }
        for (String word : List.of("kEECDH", "kECDHE", "ECDH")) {
            words.put(word, exchange("ECDH"));
        }
    }

    private static void authentications(Map<String, Selection> words) {
        words.put("aNULL", authentication("None"));
        words.put("aRSA", authentication("RSA"));
        words.put("aDSS", authentication("DSS"));
        words.put("DSS", authentication("DSS"));
        words.put("aECDSA", authentication("ECDSA"));
        words.put("ECDSA", authentication("ECDSA"));
        words.put("aPSK", authentication("PSK"));
        words.put("aSRP", authentication("SRP"));
    }

    /** Those that are about key exchange and authentication at once. */
    private static void together(Map<String, Selection> words) {
        Selection somebody = Selection.authentication(
                values(suite -> !suite.anonymous()).map(Suite::authentication).collect(Collectors.toSet()));
        for (String word : List.of("EDH", "DHE")) {
            words.put(word, both(exchange("DH"), somebody));
        }
        for (String word : List.of("EECDH", "ECDHE")) {
            words.put(word, both(exchange("ECDH"), somebody));
        }
        words.put("RSA", both(exchange("RSA"), authentication("RSA")));
        words.put("ADH", both(exchange("DH"), authentication("None")));
        words.put("AECDH", both(exchange("ECDH"), authentication("None")));
    }

    private static void encryptions(Map<String, Selection> words) {
        sizes(words, "AES", suite -> suite.encryption().startsWith("AES"));
        sizes(words, "CAMELLIA", suite -> suite.encryption().equals("Camellia"));
        sizes(words, "ARIA", suite -> suite.encryption().equals("ARIAGCM"));
        words.put("ARIAGCM", words.get("ARIA"));
        words.put("AESGCM", Selection.cipher(ciphers(suite -> suite.encryption().equals("AESGCM"))));
        words.put("AESCCM", Selection.cipher(ciphers(suite -> suite.encryption().startsWith("AESCCM"))));
        words.put(
                "AESCCM8", Selection.cipher(ciphers(suite -> suite.encryption().equals("AESCCM8"))));
        words.put(
                "CHACHA20", Selection.cipher(ciphers(suite -> suite.encryption().startsWith("CHACHA20"))));
        words.put("CBC", Selection.cipher(Set.of("AES128", "AES256", "Camellia128", "Camellia256", TRIPLE_DES)));
        Selection tripleDes = Selection.cipher(Set.of(TRIPLE_DES));
        words.put("3DES", tripleDes);
        for (String key : List.of("RSA", "DSS")) {
            Selection signed = both(both(exchange("DH"), authentication(key)), both(tripleDes, Selection.mac("SHA1")));
            words.put("EDH-" + key + "-DES-CBC3-SHA", signed);
        }
    }

    /** A cipher with keys of any size, of 128 and of 256 bits. */
    private static void sizes(Map<String, Selection> words, String name, Predicate<Suite> any) {
        words.put(name, Selection.cipher(ciphers(any)));
        words.put(name + "128", Selection.cipher(ciphers(any.and(suite -> suite.bits() == 128))));
        words.put(name + "256", Selection.cipher(ciphers(any.and(suite -> suite.bits() == 256))));
    }

    private static Set<String> ciphers(Predicate<Suite> which) {
        return values(which).map(Suite::cipher).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<Suite> values(Predicate<Suite> which) {
        return SuiteTable.all().stream().filter(which);
    }

    private static Selection exchange(String... names) {
        return Selection.exchange(Set.of(names));
    }

    private static Selection authentication(String name) {
        return Selection.authentication(Set.of(name));
    }

    private static Selection both(Selection one, Selection other) {
        return one.and(other).orElseThrow();
    }
}

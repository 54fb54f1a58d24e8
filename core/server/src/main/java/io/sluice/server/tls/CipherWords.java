package io.sluice.server.tls;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The words of OpenSSL's cipher lists (openssl-ciphers(1), the table cipher_aliases of ssl_ciph.c). */
final class CipherWords {
    /** Names of suites that OpenSSL had once, or has if it is built with weak ones; they stand in many lists. */
    private static final Pattern BYGONE = Pattern.compile("(EXP(1024)?-)?"
            + "((K?EDH|DHE?|ADH|ECDHE?|AECDH|EECDH|RSA|ECDSA|DSS|KRB5|PSK|SRP|DHE-PSK|RSA-PSK|ECDHE-PSK)-)*"
            + "(DES|DES-CBC|DES-CBC3|3DES-EDE-CBC|RC4|RC4-64|RC4-128|RC2-CBC|RC2|IDEA-CBC|IDEA|SEED|NULL|FORTEZZA"
            + "|AES(128|256)(-GCM|-CBC)?|CAMELLIA(128|256)(-CBC)?|GOST2001-GOST89|GOST94-GOST89|CHACHA20)"
            + "-(SHA|SHA256|SHA384|MD5|POLY1305|POLY1305-OLD|GOST94|GOST89|SHA-DRAFT)");

    /** Words for what no OpenSSL of today has; they match nothing. */
    private static final Set<String> EMPTY = Set.of(
            "3DES",
            "RC4",
            "RC2",
            "DES",
            "IDEA",
            "SEED",
            "LOW",
            "MEDIUM",
            "EXP",
            "EXPORT",
            "EXPORT40",
            "EXPORT56",
            "SSLv2",
            "FIPS",
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

    private static final Map<String, Predicate<Suite>> WORDS = words();

    private CipherWords() {}

    /** Which suites a word or a suite's name stands for; empty where there is no such word. */
    static Optional<Predicate<Suite>> find(String word) {
        Predicate<Suite> found = WORDS.get(word);
        if (found == null) {
            found = SuiteTable.find(word)
                    .<Predicate<Suite>>map(one -> one::equals)
                    .orElse(null);
        }
        if (found == null && (EMPTY.contains(word) || BYGONE.matcher(word).matches() || isTls13(word))) {
            found = suite -> false;
        }
        return Optional.ofNullable(found);
    }

    /** They may be named, and are served anyway. */
    private static boolean isTls13(String word) {
        return SuiteTable.TLS13.contains(word)
                || word.equals("TLS_AES_128_CCM_SHA256")
                || word.equals("TLS_AES_128_CCM_8_SHA256");
    }

    private static Map<String, Predicate<Suite>> words() {
        Map<String, Predicate<Suite>> words = new HashMap<>();
        words.put("ALL", suite -> !suite.plain());
        words.put("COMPLEMENTOFALL", Suite::plain);
        words.put("COMPLEMENTOFDEFAULT", suite -> !suite.inDefault());
        words.put("HIGH", suite -> !suite.plain());
        words.put("eNULL", Suite::plain);
        words.put("NULL", Suite::plain);
        exchanges(words);
        authentications(words);
        encryptions(words);
        words.put("MD5", mac("MD5"));
        words.put("SHA", mac("SHA1"));
        words.put("SHA1", mac("SHA1"));
        words.put("SHA256", mac("SHA256"));
        words.put("SHA384", mac("SHA384"));
        words.put("SSLv3", version("SSLv3"));
        words.put("TLSv1", version("TLSv1"));
        words.put("TLSv1.0", version("TLSv1"));
        words.put("TLSv1.2", version("TLSv1.2"));
        return Map.copyOf(words);
    }

    private static void exchanges(Map<String, Predicate<Suite>> words) {
        words.put("kRSA", exchange("RSA"));
        words.put("kPSK", exchange("PSK"));
        words.put("kRSAPSK", exchange("RSAPSK"));
        words.put("kDHEPSK", exchange("DHEPSK"));
        words.put("kECDHEPSK", exchange("ECDHEPSK"));
        words.put("kSRP", exchange("SRP"));
        words.put("SRP", exchange("SRP"));
        words.put("PSK", suite -> suite.exchange().endsWith("PSK"));
        for (String word : List.of("kEDH", "kDHE", "DH")) {
            words.put(word, exchange("DH"));
        }
        for (String word : List.of("kEECDH", "kECDHE", "ECDH")) {
            words.put(word, exchange("ECDH"));
        }
        for (String word : List.of("EDH", "DHE")) {
            words.put(word, exchange("DH").and(suite -> !suite.anonymous()));
        }
        for (String word : List.of("EECDH", "ECDHE")) {
            words.put(word, exchange("ECDH").and(suite -> !suite.anonymous()));
        }
        words.put("RSA", exchange("RSA").and(authentication("RSA")));
        words.put("ADH", exchange("DH").and(Suite::anonymous));
        words.put("AECDH", exchange("ECDH").and(Suite::anonymous));
    }

    private static void authentications(Map<String, Predicate<Suite>> words) {
        words.put("aNULL", Suite::anonymous);
        words.put("aRSA", authentication("RSA"));
        words.put("aDSS", authentication("DSS"));
        words.put("DSS", authentication("DSS"));
        words.put("aECDSA", authentication("ECDSA"));
        words.put("ECDSA", authentication("ECDSA"));
        words.put("aPSK", authentication("PSK"));
        words.put("aSRP", authentication("SRP"));
    }

    private static void encryptions(Map<String, Predicate<Suite>> words) {
        cipher(words, "AES", suite -> suite.encryption().startsWith("AES"));
        cipher(words, "CAMELLIA", suite -> suite.encryption().equals("Camellia"));
        cipher(words, "ARIA", suite -> suite.encryption().startsWith("ARIA"));
        words.put("ARIAGCM", suite -> suite.encryption().equals("ARIAGCM"));
        words.put("AESGCM", suite -> suite.encryption().equals("AESGCM"));
        words.put("AESCCM", suite -> suite.encryption().startsWith("AESCCM"));
        words.put("AESCCM8", suite -> suite.encryption().equals("AESCCM8"));
        words.put(
                "FIPS",
                suite -> (suite.encryption().equals("AES") || suite.encryption().equals("AESGCM"))
                        && !suite.exchange().equals("SRP"));
        words.put("CHACHA20", suite -> suite.encryption().startsWith("CHACHA20"));
    }

    /** A cipher of 128 and of 256 bits. */
    private static void cipher(Map<String, Predicate<Suite>> words, String name, Predicate<Suite> any) {
        words.put(name, any);
        words.put(name + "128", any.and(suite -> suite.bits() == 128));
        words.put(name + "256", any.and(suite -> suite.bits() == 256));
    }

    private static Predicate<Suite> exchange(String name) {
        return suite -> suite.exchange().equals(name);
    }

    private static Predicate<Suite> authentication(String name) {
        return suite -> suite.authentication().equals(name);
    }

    private static Predicate<Suite> mac(String name) {
        return suite -> suite.mac().equals(name);
    }

    private static Predicate<Suite> version(String name) {
        return suite -> suite.version().equals(name);
    }
}

package io.sluice.server.tls;

import io.sluice.server.transport.Codes;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What clients offer, by the names that OpenSSL 3.0 has for it (SSL_CIPHER_get_name, SSL_get1_groups), as nginx shows them:
 * numbers without a name are hexadecimal.
 */
final class OfferedNames {
    /** Those that are not among the suites of TLS 1.2 that can be chosen. */
    private static final Map<Integer, String> OTHER_SUITES = Map.ofEntries(
            Map.entry(0x0007, "IDEA-CBC-SHA"),
            Map.entry(0x0081, "GOST2001-GOST89-GOST89"),
            Map.entry(0x0083, "GOST2001-NULL-GOST94"),
            Map.entry(0x0096, "SEED-SHA"),
            Map.entry(0x0099, "DHE-DSS-SEED-SHA"),
            Map.entry(0x009a, "DHE-RSA-SEED-SHA"),
            Map.entry(0x009b, "ADH-SEED-SHA"),
            Map.entry(0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"),
            Map.entry(0x1301, "TLS_AES_128_GCM_SHA256"),
            Map.entry(0x1302, "TLS_AES_256_GCM_SHA384"),
            Map.entry(0x1303, "TLS_CHACHA20_POLY1305_SHA256"),
            Map.entry(0x1304, "TLS_AES_128_CCM_SHA256"),
            Map.entry(0x1305, "TLS_AES_128_CCM_8_SHA256"),
            Map.entry(0x5600, "TLS_FALLBACK_SCSV"),
            Map.entry(0xc100, "GOST2012-KUZNYECHIK-KUZNYECHIKOMAC"),
            Map.entry(0xc101, "GOST2012-MAGMA-MAGMAOMAC"),
            Map.entry(0xc102, "IANA-GOST2012-GOST8912-GOST8912"),
            Map.entry(0xff85, "LEGACY-GOST2012-GOST8912-GOST8912"),
            Map.entry(0xff87, "GOST2012-NULL-GOST12"));

    /** From 1 on. */
    private static final List<String> CURVES = List.of(
            "sect163k1",
            "sect163r1",
            "sect163r2",
            "sect193r1",
            "sect193r2",
            "sect233k1",
            "sect233r1",
            "sect239k1",
            "sect283k1",
            "sect283r1",
            "sect409k1",
            "sect409r1",
            "sect571k1",
            "sect571r1",
            "secp160k1",
            "secp160r1",
            "secp160r2",
            "secp192k1",
            "prime192v1",
            "secp224k1",
            "secp224r1",
            "secp256k1",
            "prime256v1",
            "secp384r1",
            "secp521r1",
            "brainpoolP256r1",
            "brainpoolP384r1",
            "brainpoolP512r1",
            "X25519",
            "X448");

    private static final int FIRST_FINITE_FIELD = 0x0100;
    private static final List<String> FINITE_FIELDS =
            List.of("ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192");

    private static final Map<Integer, String> SUITES = suites();
    private static final Map<Integer, String> GROUPS = groups();

    private OfferedNames() {}

    private static Map<Integer, String> suites() {
        Map<Integer, String> names = new HashMap<>(OTHER_SUITES);
        SuiteTable.all().forEach(suite -> names.put(suite.code(), suite.name()));
        return Map.copyOf(names);
    }

    private static Map<Integer, String> groups() {
        Map<Integer, String> names = new HashMap<>();
        CURVES.forEach(name -> names.put(1 + names.size(), name));
        for (int i = 0; i < FINITE_FIELDS.size(); i++) {
            names.put(FIRST_FINITE_FIELD + i, FINITE_FIELDS.get(i));
        }
        return Map.copyOf(names);
    }

    /** Cipher suites, joined by colons; empty for none. */
    static String suites(Codes offered) {
        return join(offered, SUITES);
    }

    /** Groups of the key exchange, joined by colons; empty for none. */
    static String groups(Codes offered) {
        return join(offered, GROUPS);
    }

    private static String join(Codes offered, Map<Integer, String> names) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < offered.size(); i++) {
            int code = offered.get(i);
            String name = names.get(code);
            out.append(i == 0 ? "" : ":")
                    .append(name == null ? "0x" + HexFormat.of().toHexDigits((short) code) : name);
        }
        return out.toString();
    }
}

package io.sluice.server.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** OpenSSL's suites of TLS 1.2 and before, in its order of preference, and the names of those of TLS 1.3. */
final class SuiteTable {
    /**
     * Those of TLS 1.3, whose names are the same everywhere, in OpenSSL's order. OpenSSL serves them whatever a cipher list
     * says.
     */
    static final List<String> TLS13 =
            List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");

    private static final List<Suite> ALL = load();
    private static final Map<String, Suite> BY_NAME = byName();

    private SuiteTable() {}

    static List<Suite> all() {
        return ALL;
    }

    /** The suite by OpenSSL's or by its registered name. */
    static Optional<Suite> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** OpenSSL's name of a suite of JSSE; JSSE's own where OpenSSL has none. */
    static String openSslName(String standard) {
        Suite suite = BY_NAME.get(standard);
        return suite == null ? standard : suite.name();
    }

    /** The registered name as JSSE writes it for some suites of SSL 3.0: SSL_ in place of TLS_. */
    static String ancient(String standard) {
        return "SSL_" + standard.substring("TLS_".length());
    }

    private static Map<String, Suite> byName() {
        Map<String, Suite> names = new HashMap<>();
        for (Suite suite : ALL) {
            names.put(suite.name(), suite);
            names.put(suite.standard(), suite);
            names.put(ancient(suite.standard()), suite);
        }
        return Map.copyOf(names);
    }

    private static List<Suite> load() {
        try (InputStream in = Objects.requireNonNull(SuiteTable.class.getResourceAsStream("openssl-suites.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> parse(line.split(" ", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Suite parse(String[] word) {
        return new Suite(
                Integer.parseInt(word[0], 16),
                word[1],
                word[2],
                word[3],
                word[4],
                word[5],
                word[6],
                Integer.parseInt(word[7]),
                word[8],
                word.length == 9);
    }
}

package io.sluice.server.tls;

import java.util.Arrays;
import java.util.Optional;

/** Words with which a cipher list may begin for Suite B (RFC 6460). A longer one is declared before its beginning. */
enum SuiteB {
    SUITEB128ONLY(SuiteB.AES128),
    SUITEB128C2(SuiteB.AES256),
    SUITEB128(SuiteB.AES128 + ":" + SuiteB.AES256),
    SUITEB192(SuiteB.AES256);

    private static final String AES128 = "ECDHE-ECDSA-AES128-GCM-SHA256";
    private static final String AES256 = "ECDHE-ECDSA-AES256-GCM-SHA384";

    private final String suites;

    SuiteB(String suites) {
        this.suites = suites;
    }

    /** The word that a list begins with, if it is one of these. */
    static Optional<SuiteB> begins(String list) {
        return Arrays.stream(values())
                .filter(word -> list.startsWith(word.name()))
                .findFirst();
    }

    /** The list that OpenSSL takes in its stead. */
    String suites() {
        return suites;
    }
}

package io.sluice.server.tls;

import java.util.Set;

/**
 * A cipher suite in OpenSSL's terms.
 *
 * @param code the number that stands for it in a handshake
 * @param name OpenSSL's name
 * @param standard the registered name, which is JSSE's, too
 * @param version the version of TLS that brought it
 * @param exchange how keys are exchanged, such as {@code ECDH}
 * @param authentication how the server is authenticated, such as {@code RSA}
 * @param encryption such as {@code AESGCM}
 * @param bits of the encryption's key
 * @param mac such as {@code SHA256}, or {@code AEAD}
 * @param inDefault whether it is part of {@code DEFAULT}
 */
record Suite(
        int code,
        String name,
        String standard,
        String version,
        String exchange,
        String authentication,
        String encryption,
        int bits,
        String mac,
        boolean inDefault) {
    private static final Set<String> FORWARD_SECRET = Set.of("ECDH", "DH", "ECDHEPSK", "DHEPSK");
    private static final Set<String> HIGH = Set.of("HIGH");
    private static final Set<String> HIGH_AND_FIPS = Set.of("HIGH", "FIPS");

    /** Whether who learns the server's key later cannot decrypt what was recorded. */
    boolean forwardSecret() {
        return FORWARD_SECRET.contains(exchange);
    }

    boolean anonymous() {
        return authentication.equals("None");
    }

    boolean plain() {
        return encryption.equals("None");
    }

    /** Encryption with its bits, such as {@code AESGCM256}. */
    String cipher() {
        return encryption + bits;
    }

    /** OpenSSL's classes: all that it still has is strong or does not encrypt at all. */
    Set<String> strengths() {
        if (plain()) {
            return Set.of("NONE");
        }
        boolean fips = (encryption.equals("AES") || encryption.equals("AESGCM")) && !exchange.equals("SRP");
        return fips ? HIGH_AND_FIPS : HIGH;
    }
}

package io.sluice.server.tls;

/**
 * A cipher suite in OpenSSL's terms.
 *
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
        String name,
        String standard,
        String version,
        String exchange,
        String authentication,
        String encryption,
        int bits,
        String mac,
        boolean inDefault) {

    /** Whether who learns the server's key later cannot decrypt what was recorded. */
    boolean forwardSecret() {
        return exchange.equals("ECDH") || exchange.equals("DH");
    }

    boolean anonymous() {
        return authentication.equals("None");
    }

    boolean plain() {
        return encryption.equals("None");
    }
}

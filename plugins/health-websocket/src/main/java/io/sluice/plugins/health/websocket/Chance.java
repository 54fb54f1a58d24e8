package io.sluice.plugins.health.websocket;

import java.security.SecureRandom;

/** Bytes that nobody can foresee, as RFC 6455 sections 4.1 and 5.3 want for keys and masks. */
final class Chance {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Chance() {}

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}

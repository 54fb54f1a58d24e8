package io.sluice.server.crypto;

/** The function of RFC 7748 section 5 on bytes as it has them: 32, the least first. Thread-safe. */
interface X25519 {
    /** How long scalars, coordinates and secrets are. */
    int LENGTH = 32;

    /**
     * Makes a new key pair.
     *
     * @param scalar takes the secret number
     * @param coordinate takes that of its point
     */
    void newPair(byte[] scalar, byte[] coordinate);

    /**
     * What both sides share.
     *
     * @param scalar of a pair that this made
     * @param peer any coordinate
     * @throws IllegalStateException when the peer's coordinate leaves no secret: of a small order
     */
    byte[] secret(byte[] scalar, byte[] peer);
}

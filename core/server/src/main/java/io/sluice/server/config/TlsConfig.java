package io.sluice.server.config;

/**
 * What all of TLS has in common, in the whole process.
 *
 * @param provider who computes what handshakes need
 * @param place file and line of the provider, for messages
 */
public record TlsConfig(Provider provider, String place) {

    /** Who computes key exchanges and signatures. */
    public enum Provider {
        /** The JDK, in Java. */
        JDK,
        /** Conscrypt, a native library that the operator adds. */
        CONSCRYPT
    }
}

package io.sluice.server.config;

import java.time.Duration;

/**
 * What all of TLS has in common, in the whole process.
 *
 * @param provider who computes what handshakes need
 * @param place file and line of the provider, for messages
 * @param watchInterval between looks at the files of certificates; 0: they are not watched
 * @param expiryWarning how long before a certificate's end the log warns of it; 0: only after it
 */
public record TlsConfig(Provider provider, String place, Duration watchInterval, Duration expiryWarning) {

    /** Who computes key exchanges and signatures. */
    public enum Provider {
        /** The JDK, in Java. */
        JDK,
        /** Bouncy Castle, in Java. */
        BOUNCY_CASTLE,
        /** Conscrypt, a native library that the operator adds. */
        CONSCRYPT
    }
}

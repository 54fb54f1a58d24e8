/**
 * The arithmetic of handshakes, key exchanges and signatures, done by Bouncy Castle or by a native library in the JDK's place,
 * as the configuration says. Engines, records, certificates and random numbers stay the JDK's.
 *
 * <p>{@link io.sluice.server.crypto.HandshakeCrypto} is the door. It adds a {@link java.security.Provider} of a few
 * services before the JDK's own; those hand on to Bouncy Castle's low-level classes, or to Conscrypt, which is known by
 * reflection only, as it is not shipped.
 */
package io.sluice.server.crypto;

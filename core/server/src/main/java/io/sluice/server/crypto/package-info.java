/**
 * The arithmetic of handshakes, done by a native library in the JDK's place: key exchanges and signatures, which are nearly
 * all of what a handshake costs. Engines, records, certificates and random numbers stay the JDK's.
 *
 * <p>{@link io.sluice.server.crypto.HandshakeCrypto} is the door. It adds a {@link java.security.Provider} of a few
 * services before the JDK's own; those hand on to Conscrypt, which is known by reflection only, as it is not shipped.
 */
package io.sluice.server.crypto;

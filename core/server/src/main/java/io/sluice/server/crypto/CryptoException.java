package io.sluice.server.crypto;

/** The native library cannot be used. The message stands alone: place, what was found, what to do. */
public final class CryptoException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param place file and line of the configuration that asks for the library
     * @param cause null where there is none
     */
    CryptoException(String place, String message, Throwable cause) {
        super(place + ": sluice.tls.provider: " + message, cause);
    }
}

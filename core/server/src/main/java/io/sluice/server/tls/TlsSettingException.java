package io.sluice.server.tls;

/** TLS cannot be spoken as the configuration says. The message stands alone: place, what was found, what was expected. */
public final class TlsSettingException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal: {@code place: found (expected: expected)}.
     *
     * @param place file and line of the configuration
     */
    TlsSettingException(String place, String found, String expected) {
        super(place + ": " + found + " (expected: " + expected + ")");
    }
}

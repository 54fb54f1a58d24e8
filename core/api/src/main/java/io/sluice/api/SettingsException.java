package io.sluice.api;

/**
 * A setting that cannot be used. The message holds the place (file and line), the key, the value found and what was
 * expected; the server reports it with all other problems and does not start.
 */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the refusal with its whole message. */
    public SettingsException(String message) {
        super(message);
    }
}

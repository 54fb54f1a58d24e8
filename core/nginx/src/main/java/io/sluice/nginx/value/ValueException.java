package io.sluice.nginx.value;

/** A word that is not what the directive expects. */
public final class ValueException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message nginx's words for it, without the place
     */
    public ValueException(String message) {
        super(message, null, false, false);
    }
}

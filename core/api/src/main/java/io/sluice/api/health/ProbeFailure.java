package io.sluice.api.health;

/** An endpoint is not well. The message says why, for the log; it may hold what the endpoint sent, the server escapes it. */
public final class ProbeFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** For this reason, such as {@code the status is 503 (expected: 200-399)}. */
    public ProbeFailure(String reason) {
        super(reason, null, false, false);
    }
}

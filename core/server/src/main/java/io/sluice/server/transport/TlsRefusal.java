package io.sluice.server.transport;

import java.io.IOException;

/** A handshake is refused with an alert. */
public final class TlsRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    /** The alert of a server that does not know the name it is asked for (RFC 6066 section 3). */
    public static final int UNRECOGNIZED_NAME = 112;

    private final int alert;

    /**
     * A refusal.
     *
     * @param alert the alert's number (RFC 8446 section 6)
     * @param message why, for the log
     */
    public TlsRefusal(int alert, String message) {
        super(message);
        this.alert = alert;
    }

    int alert() {
        return alert;
    }
}

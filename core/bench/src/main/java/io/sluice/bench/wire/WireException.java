package io.sluice.bench.wire;

import java.io.IOException;

/** A server has sent what a client does not take. The message says which rule it breaks. */
public final class WireException extends IOException {
    private static final long serialVersionUID = 1;

    /** What its protocol forbids. */
    public static final String PROTOCOL = "protocol";

    private final String kind;

    WireException(String message) {
        this(PROTOCOL, message);
    }

    /** Of a kind of its own. */
    public WireException(String kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** The kind that it is counted as. */
    public String kind() {
        return kind;
    }
}

package io.sluice.server.error;

/** One failure of one exchange: its kind, and in words what happened. It carries no stack trace: kinds are expected. */
public final class ProxyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    /** A failure of this kind. */
    public ProxyException(ErrorKind kind, String message) {
        this(kind, message, null);
    }

    /** A failure of this kind with what caused it. */
    public ProxyException(ErrorKind kind, String message, Throwable cause) {
        super(message, cause, false, false);
        this.kind = kind;
    }

    /** The kind. */
    public ErrorKind kind() {
        return kind;
    }
}

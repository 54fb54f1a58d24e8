package io.sluice.server.tls;

/** Puts the failures of libraries into messages. */
final class Reasons {
    private Reasons() {}

    /** The innermost message, as that is the one that says what is wrong; the exception's name where there is none. */
    static String of(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        String message = inner.getMessage();
        return message == null || message.isBlank() ? inner.getClass().getSimpleName() : message.strip();
    }
}

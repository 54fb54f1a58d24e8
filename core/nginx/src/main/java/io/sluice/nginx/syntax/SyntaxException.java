package io.sluice.nginx.syntax;

/** Reading cannot go on; the message is nginx's, without the place. */
final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    SyntaxException(String message, int line) {
        super(message, null, false, false);
        this.line = line;
    }

    /** The line that nginx names. */
    int line() {
        return line;
    }
}

package io.sluice.server.plugin;

/** The configuration asks for an extension that nobody brings. The message lists the names that there are. */
public final class UnknownExtensionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownExtensionException(String message) {
        super(message);
    }
}

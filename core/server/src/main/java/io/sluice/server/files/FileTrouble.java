package io.sluice.server.files;

import java.io.IOException;

/** Why a file cannot be served: the few system errors that nginx tells apart. */
final class FileTrouble extends IOException {
    private static final long serialVersionUID = 1L;

    /** What kind of error it is. */
    enum Kind {
        /** ENOENT. */
        NOT_FOUND(404),
        /** ENOTDIR. */
        NOT_A_FOLDER(404),
        /** ENAMETOOLONG. */
        NAME_TOO_LONG(404),
        /** EACCES. */
        DENIED(403),
        /** ELOOP: a link that must not be followed, or that leads round in a circle. */
        LINK(403),
        /** Anything else. */
        OTHER(500);

        private final int status;

        Kind(int status) {
            this.status = status;
        }
    }

    private final Kind kind;

    FileTrouble(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** The status of the answer. */
    int status() {
        return kind.status;
    }
}

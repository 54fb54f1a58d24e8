package io.sluice.server.files;

import java.io.IOException;

/** Why a file cannot be served: the few system errors that nginx tells apart. */
final class FileTrouble extends IOException {
    private static final long serialVersionUID = 1L;

    /** What kind of error it is. */
    enum Kind {
        /** ENOENT. */
        NOT_FOUND(404, "2: No such file or directory"),
        /** ENOTDIR. */
        NOT_A_FOLDER(404, "20: Not a directory"),
        /** ENAMETOOLONG. */
        NAME_TOO_LONG(404, "36: File name too long"),
        /** EACCES. */
        DENIED(403, "13: Permission denied"),
        /** ELOOP: a link that must not be followed, or that leads round in a circle. */
        LINK(403, "40: Too many levels of symbolic links"),
        /** Anything else. */
        OTHER(500, "5: Input/output error");

        private final int status;
        private final String words;

        Kind(int status, String words) {
            this.status = status;
            this.words = words;
        }

        /** The system's number and words, as nginx logs them. */
        String words() {
            return words;
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

package io.sluice.server.resolve;

import org.xbill.DNS.Rcode;

/** Why a look-up found nothing, in nginx's numbers and words ({@code ngx_resolver_strerror}). */
final class LookupException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int TIMED_OUT = 110;

    private final int code;

    private LookupException(int code, String text) {
        super("(" + code + ": " + text + ")");
        this.code = code;
    }

    /** The failure that an answer with this code stands for. */
    static LookupException of(int rcode) {
        return new LookupException(
                rcode,
                switch (rcode) {
                    case Rcode.FORMERR -> "Format error";
                    case Rcode.SERVFAIL -> "Server failure";
                    case Rcode.NXDOMAIN -> "Host not found";
                    case Rcode.NOTIMP -> "Unimplemented";
                    case Rcode.REFUSED -> "Operation refused";
                    default -> "Unknown error";
                });
    }

    /** No name server answered in time. */
    static LookupException timedOut() {
        return new LookupException(TIMED_OUT, "Operation timed out");
    }

    /** There is no such name, or it is none. */
    static LookupException notFound() {
        return of(Rcode.NXDOMAIN);
    }

    /** What came was no answer, or none could be asked. */
    static LookupException unusable(String why) {
        return new LookupException(Rcode.SERVFAIL, "Server failure: " + why);
    }

    /** Whether a name server has said that the name is not there, which other servers would say, too. */
    boolean isNotFound() {
        return code == Rcode.NXDOMAIN;
    }
}

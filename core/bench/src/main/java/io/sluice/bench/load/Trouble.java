package io.sluice.bench.load;

import io.sluice.bench.wire.WireException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.security.cert.CertPathBuilderException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** The kinds of errors that are counted; the manual has them all, and their names stay. */
final class Trouble {
    static final String REFUSED = "refused";
    static final String UNREACHABLE = "unreachable";
    static final String CONNECT_TIMEOUT = "connect-timeout";
    static final String NO_PORT = "no-port";
    static final String NO_FILES = "no-files";
    static final String TLS = "tls";
    static final String HANDSHAKE_TIMEOUT = "handshake-timeout";
    static final String BAD_HANDSHAKE = "bad-handshake";
    static final String STATUS = "status-";
    static final String RESET = "reset";
    static final String CLOSED = "closed";
    static final String CLOSE = "close-";
    static final String CLOSE_TIMEOUT = "close-timeout";
    static final String TIMEOUT = "timeout";
    static final String WRONG_ECHO = "wrong-echo";
    static final String UNEXPECTED = "unexpected-message";
    static final String OTHER = "io";

    private Trouble() {}

    /** The kind of a failure. Java has no types for some of them, only the system's words. */
    static String kind(IOException failure) {
        if (failure instanceof WireException wire) {
            return wire.kind();
        }
        if (failure instanceof SSLException) {
            return TLS;
        }
        if (failure instanceof NoRouteToHostException) {
            return UNREACHABLE;
        }
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("too many open files")) {
            return NO_FILES;
        }
        if (message.contains("permission denied")) {
            return OTHER; // a BindException too, though it is the system's rules that refuse the way
        }
        if (failure instanceof BindException || message.contains("cannot assign requested address")) {
            return NO_PORT;
        }
        if (message.contains("unreachable")) {
            return UNREACHABLE;
        }
        if (message.contains("timed out")) {
            return failure instanceof ConnectException ? CONNECT_TIMEOUT : TIMEOUT;
        }
        if (failure instanceof ConnectException) {
            return REFUSED;
        }
        return message.contains("reset") || message.contains("broken pipe") ? RESET : OTHER;
    }

    /** What a failure says; where Java's words do not tell what is to be done about it, that comes first. */
    static String example(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return "nobody who is trusted has signed the certificate (--cacert FILE or --insecure): "
                        + failure.getMessage();
            }
        }
        return failure.getMessage();
    }
}

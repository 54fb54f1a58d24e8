package io.sluice.server.files;

import io.sluice.api.headers.HeadersView;
import java.util.List;

/** What a request makes its answer depend on (RFC 9110 section 13), judged as nginx does: If-Modified-Since by equality. */
final class Conditions {
    /** Fields of which nginx refuses a second one. */
    static final List<String> ONCE =
            List.of("If-Modified-Since", "If-Unmodified-Since", "If-Match", "If-None-Match", "If-Range");

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int PRECONDITION_FAILED = 412;

    private final HeadersView headers;
    private final long modified;
    private final String etag;

    /**
     * The conditions of a request on a file.
     *
     * @param modified seconds since 1970 UTC
     * @param etag null for none
     */
    Conditions(HeadersView headers, long modified, String etag) {
        this.headers = headers;
        this.modified = modified;
        this.etag = etag;
    }

    /** 200, 304 or 412. */
    int status() {
        String unmodified = headers.first("If-Unmodified-Since");
        String match = headers.first("If-Match");
        if ((unmodified != null && DateField.seconds(unmodified) < modified)
                || (match != null && !matches(match, false))) {
            return PRECONDITION_FAILED;
        }
        String since = headers.first("If-Modified-Since");
        String none = headers.first("If-None-Match");
        boolean changed = (since != null && DateField.seconds(since) != modified)
                || (none != null && !matches(none, true))
                || (since == null && none == null);
        return changed ? OK : NOT_MODIFIED;
    }

    /** Whether a range may be sent: there is no If-Range, or it names this very file. */
    boolean rangeHolds() {
        String only = headers.first("If-Range");
        if (only == null) {
            return true;
        }
        boolean tag = only.length() >= 2 && only.endsWith("\"");
        return tag ? only.equals(etag) : DateField.seconds(only) == modified;
    }

    private boolean matches(String list, boolean weak) {
        if (list.equals("*")) {
            return true;
        }
        int at = 0;
        while (etag != null && at < list.length()) {
            if (weak && list.startsWith("W/", at)) {
                at += 2;
            }
            if (list.startsWith(etag, at)) {
                int end = skip(list, at + etag.length(), " \t");
                if (end == list.length() || list.charAt(end) == ',') {
                    return true;
                }
                at = end;
            }
            int comma = list.indexOf(',', at);
            at = comma < 0 ? list.length() : skip(list, comma, " \t,");
        }
        return false;
    }

    private static int skip(String list, int from, String skipped) {
        int at = from;
        while (at < list.length() && skipped.indexOf(list.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}

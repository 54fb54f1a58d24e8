package io.sluice.server.http;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;

/**
 * A request target taken apart (RFC 9112 section 3.2): origin-form, absolute-form with the scheme http or https, and
 * {@code *} for OPTIONS. Strings hold one character per byte (ISO-8859-1); path is nginx's {@code $uri} byte for byte.
 */
public final class RequestTarget {
    private final String authority;
    private final String originForm;
    private final String path;
    private final String query;

    private RequestTarget(String authority, String originForm, String path, String query) {
        this.authority = authority;
        this.originForm = originForm;
        this.path = path;
        this.query = query;
    }

    /**
     * Takes a target apart.
     *
     * @throws ProxyException of kind {@link ErrorKind#BAD_REQUEST} when it has none of the forms, or a path that is badly
     *     encoded, holds a NUL or leads out of the root
     */
    static RequestTarget of(String target, String method, boolean mergeSlashes) {
        if (target.charAt(0) == '/') {
            return origin(null, target, mergeSlashes);
        }
        if (target.equals("*") && method.equals("OPTIONS")) {
            return new RequestTarget(null, target, target, null);
        }
        int authority = schemeLength(target);
        if (authority < 0) {
            throw new ProxyException(
                    ErrorKind.BAD_REQUEST, "target \"" + target + "\", expected a path from / on, or http://host/path");
        }
        int end = authority;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        String rest = target.substring(end);
        return origin(target.substring(authority, end), rest.startsWith("/") ? rest : "/" + rest, mergeSlashes);
    }

    private static RequestTarget origin(String authority, String originForm, boolean mergeSlashes) {
        int mark = originForm.indexOf('?');
        String path = UriPath.normalize(mark < 0 ? originForm : originForm.substring(0, mark), mergeSlashes);
        return new RequestTarget(authority, originForm, path, mark < 0 ? null : originForm.substring(mark + 1));
    }

    private static int schemeLength(String target) {
        for (String scheme : new String[] {"http://", "https://"}) {
            if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        return -1;
    }

    /** The host and port of an absolute-form, not yet checked; null for the other forms. */
    public String authority() {
        return authority;
    }

    /**
     * The path percent-decoded, with dot segments resolved and slashes merged: nginx's {@code $uri} with merge_slashes on.
     * It starts with a slash, or is {@code *}.
     */
    public String path() {
        return path;
    }

    /** What follows the first question mark, as received; null when there is none. */
    public String query() {
        return query;
    }

    /** Path and query exactly as received, whichever the form: what a back end is asked for, nginx's {@code $request_uri}. */
    public String originForm() {
        return originForm;
    }
}

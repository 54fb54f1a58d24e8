package io.sluice.api.headers;

/**
 * Header fields that a policy may change.
 *
 * <p>Every changing method throws {@link IllegalArgumentException} for a name that is no token (RFC 9110 section 5.1), a
 * value with CR, LF, NUL or a character above U+00FF, and a field that belongs to the connection rather than to the
 * message: Connection, Keep-Alive, Proxy-Connection, TE, Trailer, Transfer-Encoding, Content-Length, Upgrade and
 * Sec-WebSocket-* except Sec-WebSocket-Protocol ({@link FieldRules}). In a request, Host may be set, but neither added
 * nor removed: there is exactly one (RFC 9112 section 3.2).
 */
public interface Headers extends HeadersView {
    /** Replaces all fields of this name by one, in the place of the first; appends it where there was none. */
    void set(String name, String value);

    /** Appends a field, whether or not there are others of this name. */
    void add(String name, String value);

    /** Removes all fields of this name; nothing happens where there is none. */
    void remove(String name);
}

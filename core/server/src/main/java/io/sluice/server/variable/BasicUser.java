package io.sluice.server.variable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** $remote_user: the name in the credentials of the Basic scheme (RFC 7617), believed without a check, as in nginx. */
final class BasicUser {
    private static final String SCHEME = "Basic ";

    private BasicUser() {}

    /** The name; null when the field is missing, of another scheme, not Base64, without a colon or without a name. */
    static String of(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String encoded = authorization.substring(SCHEME.length()).strip();
        int padding = encoded.indexOf('=');
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(padding < 0 ? encoded : encoded.substring(0, padding));
        } catch (IllegalArgumentException e) {
            return null;
        }
        String credentials = new String(decoded, StandardCharsets.ISO_8859_1);
        int colon = credentials.indexOf(':');
        return colon < 1 ? null : credentials.substring(0, colon);
    }
}

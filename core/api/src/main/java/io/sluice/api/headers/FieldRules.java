package io.sluice.api.headers;

/**
 * Which header fields an extension may change, and what they may hold. The server applies these rules to every change;
 * a factory applies them to what the configuration names, so that a mistake is found at the start.
 *
 * <p>Stateless and thread-safe.
 */
public final class FieldRules {
    private static final String HANDSHAKE = "Sec-WebSocket-";

    /** Compared one by one: the lengths differ from nearly every name, and nothing is allocated. */
    private static final String[] OF_THE_CONNECTION = {
        "Connection",
        "Keep-Alive",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Content-Length",
        "Upgrade"
    };

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (int c = 0; c < TOKEN.length; c++) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            TOKEN[c] = letter || (c >= '0' && c <= '9') || TOKEN_MARKS.indexOf(c) >= 0;
        }
    }

    /**
     * Names that were good, each at a place that its hash chooses: those of a configuration come again with each request, as
     * the same objects. Several threads may write at once, as any of the names is right.
     */
    private static final String[] GOOD = new String[256];

    private static final int LONGEST_KEPT = 64;

    private FieldRules() {}

    /**
     * Refuses a name that no extension may set, add or remove.
     *
     * @throws IllegalArgumentException when it is no token (RFC 9110 section 5.1) or belongs to the connection, as {@link
     *     Headers} lists; the message says which
     */
    @SuppressWarnings("ReferenceEquality") // another object is only checked once more
    public static void checkName(String name) {
        int place = name.hashCode() & (GOOD.length - 1);
        if (GOOD[place] == name) {
            return;
        }
        if (!token(name)) {
            throw new IllegalArgumentException("header field '" + name + "' is no token (RFC 9110 section 5.1)");
        }
        if (ofTheConnection(name)) {
            throw new IllegalArgumentException(
                    "header field '" + name + "' belongs to the connection: the server writes it itself");
        }
        if (name.length() <= LONGEST_KEPT) {
            GOOD[place] = name;
        }
    }

    /**
     * Refuses a value that would break the head.
     *
     * @throws IllegalArgumentException when it holds CR, LF, NUL or a character above U+00FF
     */
    public static void checkValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0 || c > 0xff) {
                throw new IllegalArgumentException("value of header field '" + name + "': character U+"
                        + String.format("%04X", (int) c) + " at index " + i
                        + " (expected: no CR, LF or NUL, and ISO-8859-1)");
            }
        }
    }

    /** Whether the text is a token of RFC 9110 section 5.6.2. */
    public static boolean token(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= TOKEN.length || !TOKEN[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean ofTheConnection(String name) {
        if (name.regionMatches(true, 0, HANDSHAKE, 0, HANDSHAKE.length())) {
            return !name.equalsIgnoreCase("Sec-WebSocket-Protocol");
        }
        for (String reserved : OF_THE_CONNECTION) {
            if (name.equalsIgnoreCase(reserved)) {
                return true;
            }
        }
        return false;
    }
}

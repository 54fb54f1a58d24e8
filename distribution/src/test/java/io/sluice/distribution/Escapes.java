package io.sluice.distribution;

import java.nio.charset.StandardCharsets;

/** Bytes that a table of tests can write: {@code \r}, {@code \n} and {@code \xHH}. */
final class Escapes {
    private Escapes() {}

    /** The text with each escape replaced by the character it stands for. */
    static String text(String escaped) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < escaped.length()) {
            char c = escaped.charAt(at);
            int length = 1;
            if (c == '\\') {
                char kind = escaped.charAt(at + 1);
                length = kind == 'x' ? 4 : 2;
                c = switch (kind) {
                    case 'r' -> '\r';
                    case 'n' -> '\n';
                    case 'x' -> (char) Integer.parseInt(escaped.substring(at + 2, at + 4), 16);
                    default -> throw new IllegalArgumentException("escape \\" + kind);
                };
            }
            out.append(c);
            at += length;
        }
        return out.toString();
    }

    /** The bytes of {@link #text}. */
    static byte[] bytes(String escaped) {
        return text(escaped).getBytes(StandardCharsets.ISO_8859_1);
    }
}

package io.sluice.plugins.accesslog.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Text as access logs take it, one character for each byte. JSON is UTF-8 (RFC 8259 section 8.1), and what a peer sends need not
 * be.
 */
final class Utf8 {
    private static final char LAST_BYTE = 0xff;

    private Utf8() {}

    /** The bytes of the text's UTF-8. */
    static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /**
     * The text itself where its bytes are UTF-8; else with U+FFFD in place of what is none, as the Unicode standard recommends.
     * A character that is no byte counts as its UTF-8.
     */
    static String valid(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return octets(new String(bytes(text), StandardCharsets.UTF_8));
            }
        }
        return text;
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (c <= LAST_BYTE) {
                out.write(c);
            } else {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return out.toByteArray();
    }
}

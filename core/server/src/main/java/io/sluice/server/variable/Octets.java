package io.sluice.server.variable;

import java.nio.charset.StandardCharsets;

/** Text of the configuration as requests hold it: one character of ISO-8859-1 for each byte of its UTF-8. */
public final class Octets {
    private Octets() {}

    /** The text with the letters A to Z, and no others, in lower case, as nginx compares. */
    public static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isCapital(text.charAt(i))) {
                char[] lower = text.toCharArray();
                for (int j = i; j < lower.length; j++) {
                    lower[j] = isCapital(lower[j]) ? (char) (lower[j] + ('a' - 'A')) : lower[j];
                }
                return new String(lower);
            }
        }
        return text;
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** The text as requests hold it. */
    public static String of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}

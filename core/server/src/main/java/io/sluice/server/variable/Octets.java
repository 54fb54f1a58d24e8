package io.sluice.server.variable;

import java.nio.charset.StandardCharsets;

/** Text of the configuration as requests hold it: one character of ISO-8859-1 for each byte of its UTF-8. */
public final class Octets {
    private Octets() {}

    /** The text as requests hold it. */
    public static String of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}

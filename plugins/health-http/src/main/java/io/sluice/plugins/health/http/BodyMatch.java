package io.sluice.plugins.health.http;

import io.sluice.api.Settings;
import io.sluice.api.health.ProbeFailure;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What an answer's body must have in its first bytes. Immutable. */
final class BodyMatch {
    private static final int LARGEST = 1024 * 1024;
    private static final int USUAL = 64 * 1024;

    private final Pattern pattern;
    private final String shown;
    private final int most;

    private BodyMatch(Pattern pattern, String shown, int most) {
        this.pattern = pattern;
        this.shown = shown;
        this.most = most;
    }

    /** As {@code body}, a text, or {@code body-regex} says, within {@code body-bytes}; null where neither is there. */
    static BodyMatch of(Settings settings) {
        int most = settings.has("body-bytes") ? (int) settings.bytes("body-bytes", 1, LARGEST) : USUAL;
        String text = settings.string("body", null);
        String regex = settings.string("body-regex", null);
        if (text != null && regex != null) {
            throw settings.refuse("body-regex", "either this key or body");
        }
        if (text != null) {
            return new BodyMatch(Pattern.compile(bytes(text), Pattern.LITERAL), '"' + text + '"', most);
        }
        if (regex == null) {
            return null;
        }
        try {
            return new BodyMatch(Pattern.compile(bytes(regex)), "match of \"" + regex + '"', most);
        } catch (PatternSyntaxException e) {
            throw settings.refuse("body-regex", "a regular expression of Java: " + e.getDescription());
        }
    }

    /** The body is compared byte by byte, as it comes: a character of ours is as many as its UTF-8 has. */
    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** How many bytes of the body are looked at. */
    int most() {
        return most;
    }

    /**
     * Looks at a body, or at its first bytes.
     *
     * @throws ProbeFailure it does not fit, or it cannot be told in reasonable time
     */
    void check(CharSequence body) throws ProbeFailure {
        boolean found;
        try {
            found = pattern.matcher(new Rationed(body)).find();
        } catch (Rationed.Spent | StackOverflowError e) {
            throw new ProbeFailure("the body cannot be compared with " + shown + ": that takes too many steps");
        }
        if (!found) {
            throw new ProbeFailure("the body has no " + shown + " in its first " + body.length() + " bytes");
        }
    }
}

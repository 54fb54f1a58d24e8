package io.sluice.plugins.health.http;

/**
 * A text that can be looked at only so often: what an endpoint sends must not be able to keep a regular expression busy, and
 * with it the thread of all probes.
 */
final class Rationed implements CharSequence {
    /** About a tenth of a second; a hundred times what an honest expression takes for a body of 64 KiB. */
    static final int STEPS = 10_000_000;

    private final CharSequence text;
    private final int[] left;

    Rationed(CharSequence text) {
        this(text, new int[] {STEPS});
    }

    private Rationed(CharSequence text, int[] left) {
        this.text = text;
        this.left = left;
    }

    /** All steps were taken. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1;

        Spent() {
            super(null, null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (--left[0] < 0) {
            throw new Spent();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new Rationed(text.subSequence(start, end), left);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

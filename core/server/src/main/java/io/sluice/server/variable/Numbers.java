package io.sluice.server.variable;

/** Numbers in nginx's formats, without a string in between. */
final class Numbers {
    private Numbers() {}

    /** Milliseconds as seconds with three digits after the point; a negative number counts as zero. */
    static boolean seconds(long millis, StringBuilder out) {
        long shown = Math.max(0, millis);
        out.append(shown / 1000).append('.');
        return threeDigits((int) (shown % 1000), out);
    }

    /** A number with zeros in front, up to three digits. */
    static boolean threeDigits(int number, StringBuilder out) {
        if (number < 100) {
            out.append(number < 10 ? "00" : "0");
        }
        out.append(number);
        return true;
    }
}

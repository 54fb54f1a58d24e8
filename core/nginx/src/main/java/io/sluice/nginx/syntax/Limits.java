package io.sluice.nginx.syntax;

/**
 * Bounds on what is read. nginx has none but for the length of a word; these keep a bad file from taking the machine.
 *
 * @param bytes of all files together
 * @param files how many may be read, each time that one is included counted
 * @param depth of blocks and includes within each other
 */
public record Limits(long bytes, int files, int depth) {
    /** Far above all that people write: 64 MiB, 10000 files, 100 levels. */
    public static final Limits DEFAULT = new Limits(64L << 20, 10_000, 100);

    /** Checks that all are positive. */
    public Limits {
        if (bytes < 1 || files < 1 || depth < 1) {
            throw new IllegalArgumentException(
                    "limits: " + bytes + ", " + files + ", " + depth + " (expected: 1 or more)");
        }
    }
}

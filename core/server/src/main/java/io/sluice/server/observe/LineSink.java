package io.sluice.server.observe;

/** Where the lines of the access log end. Used by the log's writer thread alone. */
interface LineSink extends AutoCloseable {
    /** Takes one line without its end. It may be held back until {@link #flush()}. */
    void line(String line);

    /** Hands on what was held back. */
    void flush();

    /**
     * Hands on what was held back, and opens the file of that name anew, which may be another by now. Where that fails, the
     * file that is open stays in use.
     *
     * @throws java.io.UncheckedIOException when it cannot be opened
     */
    default void reopen() {}

    /** Hands on what was held back, and lets go of the file. */
    @Override
    void close();
}

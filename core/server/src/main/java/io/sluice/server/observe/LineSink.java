package io.sluice.server.observe;

/** Where the lines of the access log end. Used by the log's writer thread alone. */
interface LineSink extends AutoCloseable {
    /** Takes one line without its end. It may be held back until {@link #flush()}. */
    void line(String line);

    /** Hands on what was held back. */
    void flush();

    /** Hands on what was held back, and lets go of the file. */
    @Override
    void close();
}

package io.sluice.plugins.accesslog.json;

import java.io.Writer;

/** A writer to a builder that somebody else owns. */
final class Appending extends Writer {
    private final StringBuilder to;

    Appending(StringBuilder to) {
        this.to = to;
    }

    @Override
    public void write(char[] from, int offset, int length) {
        to.append(from, offset, length);
    }

    @Override
    public void write(String from, int offset, int length) {
        to.append(from, offset, offset + length);
    }

    @Override
    public void write(int c) {
        to.append((char) c);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}

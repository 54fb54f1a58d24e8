package io.sluice.nginx.syntax;

/**
 * A line of a file.
 *
 * @param file the file's full name, as nginx prints it
 * @param line from 1
 */
public record Place(String file, int line) {
    /** {@code /etc/nginx/nginx.conf:12}. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}

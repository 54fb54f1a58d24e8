package io.sluice.server.files;

import java.net.URI;
import java.nio.file.Path;

/**
 * Names of files as bytes, in strings with one character for each. The library turns strings to bytes by the locale, and
 * refuses what the locale does not have; the escaped bytes of a URI it takes as they are. So names go by URIs.
 */
final class FileName {
    private static final String HEX = "0123456789ABCDEF";
    private static final String PREFIX = "file://";

    private FileName() {}

    /** The path of an absolute name, which must have no NUL. */
    static Path path(String name) {
        StringBuilder uri = new StringBuilder(PREFIX.length() + name.length() + 16).append(PREFIX);
        char before = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
            if (c == '/' && before != '/') {
                uri.append('/');
            } else if (plain) {
                uri.append(c);
            } else if (c != '/') {
                uri.append('%').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
            }
            before = c;
        }
        return Path.of(URI.create(uri.toString()));
    }

    /** The name of an absolute path, without a slash at its end. */
    static String of(Path path) {
        String raw = path.toUri().getRawPath();
        StringBuilder name = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                c = (char) Integer.parseInt(raw, i + 1, i + 3, 16);
                i += 2;
            }
            name.append(c);
        }
        int end = name.length();
        return end > 0 && name.charAt(end - 1) == '/' ? name.substring(0, end - 1) : name.toString();
    }

    /** Whether a segment behind {@code from} is {@code ..}; one that {@code from} is inside of counts. */
    static boolean climbs(String name, int from) {
        int start = name.lastIndexOf('/', from) + 1;
        while (start < name.length()) {
            int slash = name.indexOf('/', start);
            int end = slash < 0 ? name.length() : slash;
            if (end - start == 2 && name.startsWith("..", start)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }
}

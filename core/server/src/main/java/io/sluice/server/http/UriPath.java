package io.sluice.server.http;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Brings paths into the form in which they are matched, as nginx makes its {@code $uri}. */
final class UriPath {
    private UriPath() {}

    /**
     * Decodes percent signs, then merges slashes and resolves {@code .} and {@code ..}; what was encoded counts like what
     * was not, so that {@code %2e%2e%2f} leads upwards too.
     *
     * @param path starts with a slash
     * @param mergeSlashes whether slashes that follow one another count as one
     * @throws ProxyException of kind {@link ErrorKind#BAD_REQUEST} for a percent sign without two hexadecimal digits, a
     *     NUL, and a path out of the root
     */
    static String normalize(String path, boolean mergeSlashes) {
        return isNormal(path) ? path : resolve(decode(path), path, mergeSlashes);
    }

    private static boolean isNormal(String path) {
        char before = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' || (before == '/' && (c == '/' || c == '.'))) {
                return false;
            }
            before = c;
        }
        return true;
    }

    private static byte[] decode(String path) {
        byte[] raw = path.getBytes(StandardCharsets.ISO_8859_1);
        byte[] decoded = new byte[raw.length];
        int length = 0;
        for (int i = 0; i < raw.length; i++) {
            byte b = raw[i];
            if (b == '%') {
                int high = i + 2 < raw.length ? Bytes.hex(raw[i + 1]) : -1;
                int low = high < 0 ? -1 : Bytes.hex(raw[i + 2]);
                if (low < 0) {
                    throw bad(path, "a percent sign without two hexadecimal digits");
                }
                b = (byte) (high << 4 | low);
                if (b == 0) {
                    throw bad(path, "an encoded NUL");
                }
                i += 2;
            }
            decoded[length++] = b;
        }
        return Arrays.copyOf(decoded, length);
    }

    /** Writes the result over {@code b}: it is never longer than what was read, and always ends by a slash in between. */
    private static String resolve(byte[] b, String path, boolean mergeSlashes) {
        int out = 1;
        int at = 1;
        while (at < b.length) {
            int end = at;
            while (end < b.length && b[end] != '/') {
                end++;
            }
            int segment = end - at;
            if (segment == 2 && b[at] == '.' && b[at + 1] == '.') {
                if (out == 1) {
                    throw bad(path, "a path out of the root");
                }
                do {
                    out--;
                } while (b[out - 1] != '/');
            } else if (segment == 0 ? keepsSlash(mergeSlashes, end, b.length) : segment > 1 || b[at] != '.') {
                System.arraycopy(b, at, b, out, segment);
                out += segment;
                if (end < b.length) {
                    b[out++] = '/';
                }
            }
            at = end + 1;
        }
        return Bytes.string(b, 0, out);
    }

    /** Of the slash behind a segment that is empty: the one at the end of all is no segment's. */
    private static boolean keepsSlash(boolean mergeSlashes, int at, int length) {
        return !mergeSlashes && at < length;
    }

    private static ProxyException bad(String path, String why) {
        return new ProxyException(ErrorKind.BAD_REQUEST, "path \"" + path + "\": " + why);
    }
}

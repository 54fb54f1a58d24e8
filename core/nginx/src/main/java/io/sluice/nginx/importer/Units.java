package io.sluice.nginx.importer;

import io.sluice.nginx.value.Numbers;
import io.sluice.nginx.value.Times;
import io.sluice.nginx.value.ValueException;
import java.time.Duration;

/** nginx's times and sizes as HOCON has them; the words were checked before. */
final class Units {
    private static final long K = 1024;

    private Units() {}

    static String milliseconds(String word) {
        try {
            return time(Times.milliseconds(word));
        } catch (ValueException e) {
            throw new IllegalArgumentException(word, e);
        }
    }

    static String seconds(String word) {
        try {
            return time(Times.seconds(word));
        } catch (ValueException e) {
            throw new IllegalArgumentException(word, e);
        }
    }

    static String bytes(String word) {
        try {
            long bytes = Numbers.offset(word);
            if (bytes == 0) {
                return "0";
            }
            if (bytes % (K * K * K) == 0) {
                return bytes / (K * K * K) + "G";
            }
            if (bytes % (K * K) == 0) {
                return bytes / (K * K) + "M";
            }
            return bytes % K == 0 ? bytes / K + "K" : Long.toString(bytes);
        } catch (ValueException e) {
            throw new IllegalArgumentException(word, e);
        }
    }

    /** A number of bytes. */
    static long size(String word) {
        try {
            return Numbers.size(word);
        } catch (ValueException e) {
            throw new IllegalArgumentException(word, e);
        }
    }

    static String time(Duration time) {
        if (time.isZero()) {
            return "0";
        }
        if (time.toMillisPart() != 0) {
            return time.toMillis() + "ms";
        }
        long seconds = time.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}

package io.sluice.bench;

import io.sluice.bench.load.Sizes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as users write them. Each refuses with what was found and what is expected. */
final class Amount {
    static final int LARGEST_SIZE = 16 * 1024 * 1024;

    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h|)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kKmM]?)");
    private static final int MOST_SOURCES = 1024;

    private Amount() {}

    /** {@code 10s}, {@code 500ms}, {@code 1.5m}, {@code 1h}; without a unit seconds. In nanoseconds. */
    static long time(String text) {
        Matcher amount = TIME.matcher(text);
        if (!amount.matches()) {
            throw new IllegalArgumentException("found " + text + " (expected: a time such as 10s, 500ms, 2m)");
        }
        double unit =
                switch (amount.group(2)) {
                    case "ms" -> 1e6;
                    case "m" -> 60e9;
                    case "h" -> 3600e9;
                    default -> 1e9;
                };
        return (long) (Double.parseDouble(amount.group(1)) * unit);
    }

    /** {@code 64}, {@code 16k}, {@code 1m}; a list with commas; a range with a hyphen. In bytes. */
    static Sizes sizes(String text) {
        boolean range = text.contains("-");
        int[] lengths = Arrays.stream(text.split(range ? "-" : ",", -1))
                .mapToInt(one -> size(one, text))
                .toArray();
        if (range && (lengths.length != 2 || lengths[0] > lengths[1])) {
            throw badSize(text);
        }
        return range ? Sizes.between(lengths[0], lengths[1]) : Sizes.anyOf(lengths);
    }

    private static int size(String one, String text) {
        Matcher amount = SIZE.matcher(one.strip());
        if (!amount.matches()) {
            throw badSize(text);
        }
        long unit =
                switch (amount.group(2).toLowerCase(Locale.ROOT)) {
                    case "k" -> 1024;
                    case "m" -> 1024 * 1024;
                    default -> 1;
                };
        long bytes = Long.parseLong(amount.group(1)) * unit;
        if (bytes > LARGEST_SIZE) {
            throw badSize(text);
        }
        return (int) bytes;
    }

    private static IllegalArgumentException badSize(String text) {
        return new IllegalArgumentException(
                "found " + text + " (expected: bytes up to 16m such as 64, 16k, a list 64,1k, or a range 64-1k)");
    }

    /** {@code 127.0.0.2,127.0.0.3}, or {@code 127.0.0.2-127.0.0.9}, whose last numbers differ. */
    static List<InetAddress> sources(String text) {
        List<InetAddress> all = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            String[] ends = item.strip().split("-", -1);
            byte[] first = address(ends[0], text);
            byte[] last = ends.length == 1 ? first : address(ends[1], text);
            if (first.length != last.length) {
                throw badSource(text);
            }
            int changes = first.length - 1;
            int count = (last[changes] & 0xff) - (first[changes] & 0xff);
            boolean same = Arrays.equals(first, 0, changes, last, 0, changes);
            if (ends.length > 2 || !same || count < 0 || all.size() + count >= MOST_SOURCES) {
                throw badSource(text);
            }
            for (int i = 0; i <= count; i++) {
                all.add(address(first));
                first[changes]++;
            }
        }
        return all;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // they came from one
        }
    }

    private static byte[] address(String text, String all) {
        if (!text.matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
            throw badSource(all); // a name would be looked up
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw badSource(all);
        }
    }

    private static IllegalArgumentException badSource(String text) {
        return new IllegalArgumentException(
                "found " + text + " (expected: addresses of this machine, 127.0.0.2,127.0.0.3 or 127.0.0.2-127.0.0.9)");
    }
}

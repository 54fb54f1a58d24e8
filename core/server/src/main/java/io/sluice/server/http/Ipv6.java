package io.sluice.server.http;

/** The text form of an IPv6 address, {@code IPv6address} of RFC 3986 section 3.2.2: without a zone. */
final class Ipv6 {
    private static final int GROUPS = 8;

    private Ipv6() {}

    /** Whether this is eight groups, or fewer with one {@code ::}; the last two may be written as an IPv4 address. */
    static boolean isAddress(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == GROUPS;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int left = before.isEmpty() ? 0 : groups(before, false);
        int right = after.isEmpty() ? 0 : groups(after, true);
        return left >= 0 && right >= 0 && left + right < GROUPS;
    }

    /** How many groups stand between colons, an IPv4 address at the end counting two; -1 when one is none. */
    private static int groups(String text, boolean mayEndByIpv4) {
        int count = 0;
        int start = 0;
        while (start <= text.length()) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            if (isGroup(text, start, end)) {
                count++;
            } else if (colon < 0 && mayEndByIpv4 && isIpv4(text.substring(start))) {
                count += 2;
            } else {
                return -1;
            }
            start = end + 1;
        }
        return count;
    }

    private static boolean isGroup(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) > 127 || Bytes.hex(text.charAt(i)) < 0) {
                return false;
            }
        }
        return end > start && end - start <= 4;
    }

    private static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        for (String part : parts) {
            boolean digits =
                    !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(Bytes::isDigit);
            if (!digits || Integer.parseInt(part) > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
                return false;
            }
        }
        return parts.length == 4;
    }
}

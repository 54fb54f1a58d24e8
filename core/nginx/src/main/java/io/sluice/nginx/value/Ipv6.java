package io.sluice.nginx.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** IPv6 addresses in text, as ngx_inet6_addr takes them. */
final class Ipv6 {
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final int GROUPS = 8;

    private Ipv6() {}

    /** Whether the text, without brackets, is an address. */
    static boolean isAddress(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == GROUPS;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int left = before.isEmpty() ? 0 : groups(before, false);
        int right = after.isEmpty() ? 0 : groups(after, true);
        return left >= 0 && right >= 0 && left + right < GROUPS;
    }

    /** The number of 16-bit groups; -1 where one is none. */
    private static int groups(String text, boolean mayEndInIpv4) {
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean dotted = mayEndInIpv4 && i == parts.length - 1 && parts[i].indexOf('.') >= 0;
            if (!(dotted ? IPV4 : GROUP).matcher(parts[i]).matches()) {
                return -1;
            }
            count += dotted ? 2 : 1;
        }
        return count;
    }

    /** An address as ngx_inet6_ntop writes it: in lower case, the longest run of groups of zeros as {@code ::}. */
    static String canonical(String address) {
        int[] groups = new int[GROUPS];
        int gap = address.indexOf("::");
        List<Integer> before = numbers(gap < 0 ? address : address.substring(0, gap));
        List<Integer> after = gap < 0 ? List.of() : numbers(address.substring(gap + 2));
        for (int i = 0; i < before.size(); i++) {
            groups[i] = before.get(i);
        }
        for (int i = 0; i < after.size(); i++) {
            groups[GROUPS - after.size() + i] = after.get(i);
        }
        return text(groups);
    }

    private static List<Integer> numbers(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(":", -1)) {
            if (part.indexOf('.') >= 0) {
                int[] bytes = Arrays.stream(part.split("\\.", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray();
                numbers.add(bytes[0] << 8 | bytes[1]);
                numbers.add(bytes[2] << 8 | bytes[3]);
            } else {
                numbers.add(Integer.parseInt(part, 16));
            }
        }
        return numbers;
    }

    private static String text(int[] groups) {
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                boolean first = text.length() == 0 || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}

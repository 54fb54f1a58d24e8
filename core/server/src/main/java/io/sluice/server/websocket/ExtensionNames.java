package io.sluice.server.websocket;

import java.util.ArrayList;
import java.util.List;

/** The names in a Sec-WebSocket-Extensions value (RFC 6455 section 9.1), without their parameters. */
final class ExtensionNames {
    private ExtensionNames() {}

    /** The names in order. Commas and semicolons inside quotes separate nothing; a quote left open reaches to the end. */
    static List<String> of(String list) {
        List<String> names = new ArrayList<>(2);
        int start = 0;
        while (start < list.length()) {
            int end = start;
            while (end < list.length() && list.charAt(end) != ',' && list.charAt(end) != ';') {
                end++;
            }
            String name = list.substring(start, end).strip();
            if (!name.isEmpty()) {
                names.add(name);
            }
            start = afterComma(list, end);
        }
        return names;
    }

    /** The index after the next comma outside quotes, or the length. */
    private static int afterComma(String list, int from) {
        boolean quoted = false;
        for (int i = from; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ',' && !quoted) {
                return i + 1;
            }
        }
        return list.length();
    }
}

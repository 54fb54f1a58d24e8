package io.sluice.server.variable;

import io.sluice.api.headers.HeadersView;
import java.util.List;

/** $cookie_name: the search of nginx's ngx_http_parse_multi_header_lines, names without regard to case. */
final class Cookies {
    private Cookies() {}

    static String find(HeadersView headers, String name) {
        if (headers.first("Cookie") == null) {
            return null;
        }
        List<String> lines = headers.all("Cookie");
        for (String line : lines) {
            String value = find(line, name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static String find(String line, String name) {
        int at = 0;
        while (at < line.length()) {
            if (line.regionMatches(true, at, name, 0, name.length())) {
                int equals = skipSpaces(line, at + name.length());
                if (equals < line.length() && line.charAt(equals) == '=') {
                    int start = skipSpaces(line, equals + 1);
                    int end = line.indexOf(';', start);
                    return line.substring(start, end < 0 ? line.length() : end);
                }
            }
            while (at < line.length() && line.charAt(at) != ';' && line.charAt(at) != ',') {
                at++;
            }
            at = skipSpaces(line, at + 1);
        }
        return null;
    }

    private static int skipSpaces(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}

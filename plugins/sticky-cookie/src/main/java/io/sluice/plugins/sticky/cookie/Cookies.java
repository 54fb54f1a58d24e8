package io.sluice.plugins.sticky.cookie;

import io.sluice.api.headers.HeadersView;
import java.util.ArrayList;
import java.util.List;

/** Finds cookies in a request (RFC 6265 section 4.2), whatever else stands in its fields. */
final class Cookies {
    /** A browser sends one for each path and domain that has one; more are not worth a look. */
    private static final int MOST = 4;

    private Cookies() {}

    /** The values of the cookies of this name, in order, at most four. */
    static List<String> values(HeadersView headers, String name) {
        if (!headers.contains("Cookie")) {
            return List.of();
        }
        List<String> values = new ArrayList<>(1);
        for (String field : headers.all("Cookie")) {
            for (int from = 0; from < field.length() && values.size() < MOST; ) {
                int semicolon = field.indexOf(';', from);
                int to = semicolon < 0 ? field.length() : semicolon;
                int equals = field.indexOf('=', from);
                if (equals >= 0
                        && equals < to
                        && field.substring(from, equals).strip().equals(name)) {
                    values.add(field.substring(equals + 1, to).strip());
                }
                from = to + 1;
            }
        }
        return values;
    }
}

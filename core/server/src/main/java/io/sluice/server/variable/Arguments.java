package io.sluice.server.variable;

/** $arg_name: the first argument of this name that has an equals sign, without regard to case, not decoded. */
final class Arguments {
    private Arguments() {}

    static String find(String query, String name) {
        if (query == null) {
            return null;
        }
        int start = 0;
        while (start < query.length()) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            int equals = start + name.length();
            if (equals < end
                    && query.charAt(equals) == '='
                    && query.regionMatches(true, start, name, 0, name.length())) {
                return query.substring(equals + 1, end);
            }
            start = end + 1;
        }
        return null;
    }
}

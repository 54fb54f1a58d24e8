package io.sluice.nginx.syntax;

/** Words as they can be written in an nginx.conf. */
final class Words {
    private Words() {}

    /** The word, in double quotes where it had any or needs some: read again, it is the same. */
    static String write(Argument argument) {
        return argument.quoted() || needsQuotes(argument.text()) ? quote(argument.text()) : argument.text();
    }

    private static boolean needsQuotes(String text) {
        if (text.isEmpty()) {
            return true;
        }
        char first = text.charAt(0);
        return first == '#'
                || first == '}'
                || first == '"'
                || first == '\''
                || text.chars().anyMatch(c -> c <= ' ' || c == ';' || c == '{' || c == '\\');
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                case '\n' -> quoted.append("\\n");
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}

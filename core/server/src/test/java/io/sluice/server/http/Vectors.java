package io.sluice.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of messages beside this class: their columns, and the bytes that a column stands for. */
final class Vectors {
    private static final Map<String, String> BEGINNINGS = Map.of(
            "{GET}", "GET / HTTP/1.1¶Host: h¶",
            "{POST}", "POST / HTTP/1.1¶Host: h¶",
            "{CHUNKED}", "POST / HTTP/1.1¶Host: h¶Transfer-Encoding: chunked¶¶",
            "{200}", "HTTP/1.1 200 OK¶");
    private static final Pattern REPETITION = Pattern.compile("\\{(\\\\x[0-9a-f]{2}|.)\\*(\\d+)}");
    private static final Pattern ESCAPE = Pattern.compile("¶|\\\\(r|n|t|0|\\\\|x[0-9a-f]{2})");

    private Vectors() {}

    /** The rows of a table, each with this many columns; comments and empty lines left out. */
    static List<String[]> rows(String table, int columns) {
        try (InputStream in = Vectors.class.getResourceAsStream(table)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> columns(table, line, columns))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] columns(String table, String line, int columns) {
        String[] row = line.split(" \\| ", columns);
        if (row.length != columns) {
            throw new IllegalArgumentException(table + ": \"" + line + "\", expected " + columns + " columns");
        }
        return row;
    }

    /** What a column stands for, one character for each byte. */
    static String text(String column) {
        String text = column;
        for (Map.Entry<String, String> beginning : BEGINNINGS.entrySet()) {
            text = text.replace(beginning.getKey(), beginning.getValue());
        }
        text = REPETITION
                .matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))));
        return ESCAPE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(unescape(m)));
    }

    static byte[] bytes(String column) {
        return text(column).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String unescape(MatchResult escape) {
        if (escape.group().equals("¶")) {
            return "\r\n";
        }
        String code = escape.group(1);
        return switch (code.charAt(0)) {
            case 'r' -> "\r";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '0' -> "\0";
            case 'x' -> String.valueOf((char) Integer.parseInt(code.substring(1), 16));
            default -> code;
        };
    }
}

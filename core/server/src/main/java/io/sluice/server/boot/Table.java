package io.sluice.server.boot;

import java.util.List;

/** What commands print in columns. */
final class Table {
    private static final int GAP = 2;

    private Table() {}

    /**
     * Rows as lines of text, whose columns begin at the same place.
     *
     * @param rows each with as many cells, the heading first. A character in them that a terminal might obey becomes a question
     *     mark
     */
    static String text(List<List<String>> rows) {
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(plain(cell)).append(" ".repeat(width(rows, column) + GAP - cell.length()));
            }
            out.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return out.toString();
    }

    private static String plain(String cell) {
        return cell.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}

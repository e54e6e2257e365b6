package dev.labhand.benchmark;

import java.util.List;

/** The rows as a Markdown table that is also readable as it is. */
final class Table {

    private Table() {}

    static String markdown(List<Row> rows) {
        List<List<String>> cells = new java.util.ArrayList<>();
        cells.add(List.of("what", "against", "Labhand", "lowest to highest", "target", ""));
        rows.forEach(row -> cells.add(cells(row)));
        int[] widths = new int[cells.getFirst().size()];
        for (List<String> line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < cells.size(); row++) {
            line(text, cells.get(row), widths);
            if (row == 0) {
                for (int width : widths) {
                    text.append('|').append("-".repeat(width + 2));
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }

    private static List<String> cells(Row row) {
        Figure figure = row.figure();
        boolean single = figure.values().size() == 1;
        return List.of(
                row.what(),
                row.against(),
                row.format(figure.median()),
                single ? "" : row.format(figure.lowest()) + " to " + row.format(figure.highest()),
                row.target()
                        .map(t -> (t.side() == Row.Target.Side.AT_LEAST ? "≥ " : "< ") + row.format(t.limit()))
                        .orElse(""),
                row.target().isEmpty() ? "" : row.targetMet() ? "met" : "MISSED");
    }

    private static void line(StringBuilder text, List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            text.append("| ")
                    .append(cells.get(i))
                    .append(" ".repeat(widths[i] - cells.get(i).length() + 1));
        }
        text.append("|\n");
    }
}

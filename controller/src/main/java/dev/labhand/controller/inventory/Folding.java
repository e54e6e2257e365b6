package dev.labhand.controller.inventory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Makes a short text of many names. Names that differ in their numbers only are merged, one number after the other from the
 * right: each pass joins the names that are equal but for that number. Linear in the number of names, and short where names
 * are regular; not always the shortest.
 */
final class Folding {

    /** Stands for a number in a shape; no name has it. */
    private static final char NUMBER = '\0';

    private Folding() {}

    static String fold(Collection<String> names) {
        // Names by shape, such as n?d? for n1d07, each with its numbers.
        Map<String, List<String[]>> shapes = new LinkedHashMap<>();
        for (String name : names) {
            StringBuilder shape = new StringBuilder();
            String[] numbers = takeApart(name, shape);
            shapes.computeIfAbsent(shape.toString(), key -> new ArrayList<>()).add(numbers);
        }
        StringJoiner text = new StringJoiner(",");
        shapes.forEach((shape, rows) -> merge(rows).forEach(numbers -> text.add(fillIn(shape, numbers))));
        return text.toString();
    }

    /** Joins rows that differ in one column only, one column after the other; what is joined is the inside of brackets. */
    private static List<String[]> merge(List<String[]> rows) {
        List<String[]> merged = rows;
        for (int column = rows.getFirst().length - 1; column >= 0; column--) {
            Map<String, List<String[]>> equalOtherwise = new LinkedHashMap<>();
            for (String[] row : merged) {
                equalOtherwise
                        .computeIfAbsent(keyWithout(column, row), key -> new ArrayList<>())
                        .add(row);
            }
            merged = new ArrayList<>();
            for (List<String[]> equal : equalOtherwise.values()) {
                String[] joined = equal.getFirst().clone();
                joined[column] = ranges(equal, column);
                merged.add(joined);
            }
        }
        return merged;
    }

    private static String keyWithout(int column, String[] row) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            key.append(i == column ? "" : row[i]).append(NUMBER);
        }
        return key.toString();
    }

    private static String fillIn(String shape, String[] numbers) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        for (int at = 0; at < shape.length(); at++) {
            if (shape.charAt(at) != NUMBER) {
                text.append(shape.charAt(at));
            } else {
                String number = numbers[next++];
                boolean single = number.indexOf('-') < 0 && number.indexOf(',') < 0;
                text.append(single ? number : "[" + number + "]");
            }
        }
        return text.toString();
    }

    /** The inside of brackets for a column's numbers, such as {@code 1-3,7}. */
    private static String ranges(List<String[]> rows, int column) {
        String[] sorted = new String[rows.size()];
        Arrays.setAll(sorted, i -> rows.get(i)[column]);
        Arrays.sort(sorted, NamePattern.NUMBERS);
        StringJoiner text = new StringJoiner(",");
        for (int first = 0; first < sorted.length; ) {
            int last = first;
            while (last + 1 < sorted.length && follows(sorted[last], sorted[last + 1], sorted[first])) {
                last++;
            }
            text.add(first == last ? sorted[first] : sorted[first] + "-" + sorted[last]);
            first = last + 1;
        }
        return text.toString();
    }

    /** Whether a range from {@code first} that reaches {@code number} can go on to {@code next}. */
    private static boolean follows(String number, String next, String first) {
        boolean samePadding = number.length() == next.length() || !(Range.isPadded(first) || Range.isPadded(next));
        return samePadding && Long.parseLong(next) == Long.parseLong(number) + 1;
    }

    /** The numbers of a name, and its shape. Digits of a user's name, of an IPv6 address and of endless numbers are text. */
    private static String[] takeApart(String name, StringBuilder shape) {
        List<String> numbers = new ArrayList<>();
        int hostStart = name.indexOf('@') + 1;
        shape.append(name, 0, hostStart);
        for (int at = hostStart; at < name.length(); ) {
            int end = at + 1;
            if (name.charAt(at) == '[') {
                end = name.indexOf(']', at) + 1;
            } else if (NamePattern.isDigit(name.charAt(at))) {
                while (end < name.length() && NamePattern.isDigit(name.charAt(end))) {
                    end++;
                }
                if (end - at <= Range.MAX_DIGITS) {
                    numbers.add(name.substring(at, end));
                    shape.append(NUMBER);
                    at = end;
                    continue;
                }
            }
            shape.append(name, at, end);
            at = end;
        }
        return numbers.toArray(String[]::new);
    }
}

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

    /**
     * A name in pieces.
     *
     * @param texts one more than numbers
     * @param numbers each as digits or, once merged, as the inside of brackets
     */
    private record Shape(List<String> texts, List<String> numbers) {

        Shape with(int index, String number) {
            List<String> changed = new ArrayList<>(numbers);
            changed.set(index, number);
            return new Shape(texts, changed);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(texts.getFirst());
            for (int i = 0; i < numbers.size(); i++) {
                String number = numbers.get(i);
                boolean single = number.chars().allMatch(c -> NamePattern.isDigit((char) c));
                text.append(single ? number : "[" + number + "]").append(texts.get(i + 1));
            }
            return text.toString();
        }
    }

    private Folding() {}

    static String fold(Collection<String> names) {
        Map<List<String>, List<Shape>> alike = new LinkedHashMap<>();
        for (String name : names) {
            Shape shape = shape(name);
            alike.computeIfAbsent(shape.texts(), key -> new ArrayList<>()).add(shape);
        }
        StringJoiner text = new StringJoiner(",");
        for (List<Shape> shapes : alike.values()) {
            merge(shapes).forEach(shape -> text.add(shape.toString()));
        }
        return text.toString();
    }

    private static List<Shape> merge(List<Shape> shapes) {
        List<Shape> merged = shapes;
        for (int i = shapes.getFirst().numbers().size() - 1; i >= 0; i--) {
            int index = i;
            Map<Shape, List<String>> equalOtherwise = new LinkedHashMap<>();
            for (Shape shape : merged) {
                equalOtherwise
                        .computeIfAbsent(shape.with(index, ""), key -> new ArrayList<>())
                        .add(shape.numbers().get(index));
            }
            merged = new ArrayList<>();
            for (var entry : equalOtherwise.entrySet()) {
                merged.add(entry.getKey().with(index, ranges(entry.getValue())));
            }
        }
        return merged;
    }

    /** The inside of brackets for these numbers, such as {@code 1-3,7}. */
    private static String ranges(List<String> numbers) {
        String[] sorted = numbers.toArray(String[]::new);
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

    /** Takes a name apart. Digits of a user's name, of an IPv6 address and of endless numbers are text. */
    private static Shape shape(String name) {
        List<String> texts = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        int textStart = 0;
        for (int at = name.indexOf('@') + 1; at < name.length(); ) {
            char c = name.charAt(at);
            if (c == '[') {
                at = name.indexOf(']', at) + 1;
            } else if (!NamePattern.isDigit(c)) {
                at++;
            } else {
                int end = at;
                while (end < name.length() && NamePattern.isDigit(name.charAt(end))) {
                    end++;
                }
                if (end - at <= Range.MAX_DIGITS) {
                    texts.add(name.substring(textStart, at));
                    numbers.add(name.substring(at, end));
                    textStart = end;
                }
                at = end;
            }
        }
        texts.add(name.substring(textStart));
        return new Shape(texts, numbers);
    }
}

package dev.labhand.controller.inventory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** A name with ranges in brackets, such as {@code rack[1-2]n[01-10]}. */
final class NamePattern {

    /** By number of digits, then by value. */
    static final Comparator<String> NUMBERS =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    /** Text and the numbers that follow it. */
    private record Part(String text, List<Range> numbers) {}

    private final String term;
    private final List<Part> parts = new ArrayList<>();
    private String tail = "";

    private NamePattern(String term) {
        this.term = term;
    }

    /**
     * Reads a pattern whose brackets are balanced.
     *
     * @throws InventoryException if a range is malformed or there are more than {@link NodeSet#MAX_SIZE} names
     */
    static NamePattern parse(String term) {
        NamePattern pattern = new NamePattern(term);
        pattern.read();
        pattern.checkCount();
        return pattern;
    }

    private void read() {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < term.length(); ) {
            int close = term.charAt(at) == '[' ? term.indexOf(']', at) : -1;
            if (close < 0) {
                text.append(term.charAt(at++));
            } else if (isIpv6(at, close)) {
                text.append(term, at, close + 1);
                at = close + 1;
            } else {
                parts.add(part(text.toString(), term.substring(at + 1, close), close + 1));
                text.setLength(0);
                at = close + 1;
            }
        }
        tail = text.toString();
    }

    private Part part(String text, String inside, int next) {
        int end = text.length();
        while (end > 0 && isDigit(text.charAt(end - 1))) {
            end--;
        }
        String digits = text.substring(end);
        if (!parts.isEmpty() && end == 0) {
            throw InventoryException.in(term, "two brackets need a letter or sign between them that is no digit");
        }
        boolean digitsFollow = next < term.length() && isDigit(term.charAt(next));
        List<Range> ranges = new ArrayList<>();
        for (String range : inside.split(",", -1)) {
            ranges.add(Range.parse(range.strip(), digits, digitsFollow, term));
        }
        return new Part(text.substring(0, end), ranges);
    }

    /** Whether these brackets belong to an address instead of a range. */
    private boolean isIpv6(int open, int close) {
        boolean atHost = open == 0 || term.charAt(open - 1) == '@' || term.startsWith("//", open - 2);
        return atHost && term.substring(open, close).contains(":");
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void checkCount() {
        long product = 1;
        for (Part part : parts) {
            long sum = 0;
            for (Range range : part.numbers()) {
                sum += range.count();
                if (sum > NodeSet.MAX_SIZE) {
                    throw InventoryException.in(term, NodeSet.TOO_MANY);
                }
            }
            product *= sum;
            if (product > NodeSet.MAX_SIZE) {
                throw InventoryException.in(term, NodeSet.TOO_MANY);
            }
        }
    }

    /** Every name, the last range counting fastest. */
    void forEach(Consumer<String> names) {
        List<List<String>> numbers = new ArrayList<>();
        for (Part part : parts) {
            List<String> values = new ArrayList<>();
            part.numbers().forEach(range -> range.addTo(values));
            values.sort(NUMBERS);
            numbers.add(values);
        }
        expand(0, "", numbers, names);
    }

    private void expand(int index, String start, List<List<String>> numbers, Consumer<String> names) {
        if (index == parts.size()) {
            names.accept(start + tail);
            return;
        }
        String before = start + parts.get(index).text();
        for (String number : numbers.get(index)) {
            expand(index + 1, before + number, numbers, names);
        }
    }
}

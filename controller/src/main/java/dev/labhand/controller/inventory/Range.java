package dev.labhand.controller.inventory;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code a}, {@code a-b} or {@code a-b/step} between the brackets of a name.
 *
 * @param prefix digits of the name that stand before each number
 * @param width numbers with fewer digits get leading zeros
 */
record Range(String prefix, long first, long last, long step, int width) {

    private static final Pattern SYNTAX = Pattern.compile("(?<a>[0-9]+)(?:-(?<b>[0-9]+)(?:/(?<step>[0-9]+))?)?");

    /** More do not fit a long. */
    static final int MAX_DIGITS = 18;

    /**
     * Reads one range.
     *
     * @param leading the digits right before the bracket
     * @param digitsFollow whether there are digits right after the bracket
     * @param term what the user wrote, for errors
     */
    static Range parse(String text, String leading, boolean digitsFollow, String term) {
        if (text.isEmpty()) {
            throw InventoryException.in(term, "a range in brackets is empty: write [1-5], [1,3] or [0-6/2]");
        }
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw InventoryException.in(term, "'" + text + "' is no range: write 1-5, 7 or 0-6/2");
        }
        String a = matcher.group("a");
        String b = matcher.group("b") == null ? a : matcher.group("b");
        long step = matcher.group("step") == null ? 1 : number(matcher.group("step"), term);
        checkPadding(a, b, term);
        boolean join = step == 1 && !digitsFollow && a.length() != b.length();
        String prefix = join ? "" : leading;
        a = join ? leading + a : a;
        b = join ? leading + b : b;
        checkPadding(a, b, term);
        if (step > 1 && digitsFollow) {
            throw InventoryException.in(
                    term, "digits cannot follow a range with a step ('" + text + "'): list the numbers, as in [1,3,5]");
        }
        long first = number(a, term);
        long last = number(b, term);
        if (step == 0) {
            throw InventoryException.in(term, "the step in '" + text + "' must be 1 or more");
        }
        if (last < first) {
            throw InventoryException.in(
                    term, "the range '" + text + "' runs backwards: write the smaller number first");
        }
        return new Range(prefix, first, last, step, isPadded(a) ? a.length() : 0);
    }

    private static void checkPadding(String a, String b, String term) {
        if (a.length() != b.length() && (isPadded(a) || isPadded(b))) {
            throw InventoryException.in(
                    term,
                    "padding mismatch in '" + a + "-" + b
                            + "': with leading zeros, both ends have equally many digits");
        }
    }

    /** Whether there are leading zeros. */
    static boolean isPadded(String digits) {
        return digits.length() > 1 && digits.startsWith("0");
    }

    private static long number(String digits, String term) {
        if (digits.length() > MAX_DIGITS) {
            throw InventoryException.in(
                    term, "'" + digits + "' is too large: a number in a range has " + MAX_DIGITS + " digits at most");
        }
        return Long.parseLong(digits);
    }

    long count() {
        return (last - first) / step + 1;
    }

    void addTo(List<String> values) {
        for (long n = first; n <= last; n += step) {
            String digits = Long.toString(n);
            values.add(prefix + "0".repeat(Math.max(0, width - digits.length())) + digits);
        }
    }
}

package dev.labhand.controller.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One operand of a node set with the operator before it; {@link SetOperator#UNION} before the first. */
record Term(SetOperator operator, String text) {

    private static final Pattern SCHEME = Pattern.compile("\\s*[A-Za-z][A-Za-z0-9+.-]*://");

    /** What could be the rest of a user's name, after a sign that is an operator elsewhere. */
    private static final Pattern REST_OF_USER = Pattern.compile("[^,!&^/\\[\\]@\\s]+@");

    /**
     * Splits a node set at its operators.
     *
     * @throws InventoryException if a term is empty, has white space within, or its brackets are not balanced
     */
    static List<Term> split(String expression) {
        List<Term> terms = new ArrayList<>();
        SetOperator operator = SetOperator.UNION;
        for (int start = 0; ; ) {
            int end = end(expression, start);
            terms.add(new Term(operator, check(expression.substring(start, end), expression)));
            if (end == expression.length()) {
                return terms;
            }
            operator = SetOperator.of(expression.charAt(end));
            start = end + 1;
        }
    }

    /** Where the term that starts here ends: at an operator or at the end. */
    private static int end(String expression, int start) {
        var scheme = SCHEME.matcher(expression).region(start, expression.length());
        boolean url = scheme.lookingAt();
        boolean path = false;
        boolean user = false;
        boolean inBrackets = false;
        int at = url ? scheme.end() : start;
        for (; at < expression.length(); at++) {
            char c = expression.charAt(at);
            if (c == '[') {
                if (inBrackets) {
                    throw InventoryException.in(
                            expression, "a bracket opens inside brackets: close the first one with ]");
                }
                inBrackets = true;
            } else if (c == ']') {
                if (!inBrackets) {
                    throw InventoryException.in(expression, "a bracket ] closes that was never opened");
                }
                inBrackets = false;
            } else if (!inBrackets && SetOperator.isSign(c)) {
                if (c == ',' || !url) {
                    return at;
                }
                if (!path) {
                    if (!user
                            && REST_OF_USER
                                    .matcher(expression)
                                    .region(at + 1, expression.length())
                                    .lookingAt()) {
                        throw InventoryException.in(
                                expression,
                                "'" + c
                                        + "' could belong to a user's name or be a set operator: in a name write it as %"
                                        + Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT)
                                        + ", after it write the user as ssh://USER@HOST");
                    }
                    return at;
                }
            }
            user |= c == '@';
            // One slash may end the host; with more after it there is a path, which may hold any sign.
            path |= "?#".indexOf(c) >= 0 || (c == '/' && !endsAfter(expression, at));
        }
        if (inBrackets) {
            throw InventoryException.in(expression, "a bracket [ is never closed: add ]");
        }
        return at;
    }

    private static boolean endsAfter(String expression, int slash) {
        String rest = expression.substring(slash + 1).stripLeading();
        return rest.isEmpty() || SetOperator.isSign(rest.charAt(0));
    }

    private static String check(String raw, String expression) {
        String text = raw.strip();
        if (text.isEmpty()) {
            throw InventoryException.in(
                    expression,
                    expression.isBlank()
                            ? "it is empty: name a node"
                            : "a name is missing before or after an operator (one of , ! & ^)");
        }
        boolean inBrackets = false;
        for (char c : text.toCharArray()) {
            inBrackets = c == '[' || (inBrackets && c != ']');
            if (!inBrackets && Character.isWhitespace(c)) {
                throw InventoryException.in(text, "white space in a name: put a comma between two names");
            }
        }
        return text;
    }
}

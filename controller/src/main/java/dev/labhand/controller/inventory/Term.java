package dev.labhand.controller.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
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
        Matcher scheme = SCHEME.matcher(expression).region(start, expression.length());
        if (!scheme.lookingAt()) {
            return find(SetOperator.SIGNS, expression, start);
        }
        int end = find(SetOperator.SIGNS + "/?#", expression, scheme.end());
        if (end == expression.length()) {
            return end;
        }
        if (SetOperator.isSign(expression.charAt(end))) {
            checkUser(expression, scheme.end(), end);
            return end;
        }
        // One slash may end the host. With more after it there is a path, which may hold any other operator.
        return isLast(expression, end) ? find(SetOperator.SIGNS, expression, end) : find(",", expression, end);
    }

    /** The first of these signs outside of brackets, or the end. */
    private static int find(String signs, String expression, int start) {
        boolean inBrackets = false;
        int at = start;
        for (; at < expression.length(); at++) {
            char c = expression.charAt(at);
            if (c == '[' && inBrackets) {
                throw InventoryException.in(expression, "a bracket opens inside brackets: close the first one with ]");
            }
            if (c == ']' && !inBrackets) {
                throw InventoryException.in(expression, "a bracket ] closes that was never opened");
            }
            inBrackets = c == '[' || (inBrackets && c != ']');
            if (!inBrackets && signs.indexOf(c) >= 0) {
                return at;
            }
        }
        if (inBrackets) {
            throw InventoryException.in(expression, "a bracket [ is never closed: add ]");
        }
        return at;
    }

    /** Refuses an operator in a URL that may be meant as part of the user's name. */
    private static void checkUser(String expression, int start, int operator) {
        char sign = expression.charAt(operator);
        boolean hasUser = expression.substring(start, operator).contains("@");
        Matcher rest = REST_OF_USER.matcher(expression).region(operator + 1, expression.length());
        if (sign != ',' && !hasUser && rest.lookingAt()) {
            throw InventoryException.in(
                    expression,
                    "'" + sign + "' could be an operator or belong to the user's name: in a name write it as %"
                            + Integer.toHexString(sign).toUpperCase(Locale.ROOT)
                            + ", after an operator write the user as ssh://USER@HOST");
        }
    }

    private static boolean isLast(String expression, int slash) {
        int next = slash + 1;
        while (next < expression.length() && Character.isWhitespace(expression.charAt(next))) {
            next++;
        }
        return expression.charAt(slash) == '/'
                && (next == expression.length() || SetOperator.isSign(expression.charAt(next)));
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
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            inBrackets = c == '[' || (inBrackets && c != ']');
            if (!inBrackets && Character.isWhitespace(c)) {
                throw InventoryException.in(text, "white space in a name: put a comma between two names");
            }
        }
        return text;
    }
}

package dev.labhand.agent.robot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Python's literals, as Robot Framework does to make lists and dictionaries of text: numbers, strings, bytes, {@code
 * True}, {@code False}, {@code None}, lists, tuples and dictionaries (Python Language Reference, 2.4 and 6.2).
 */
final class PythonLiteral {

    private static final int MAX_NESTING = 50;

    private final String text;
    private int at;
    private int nesting;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /** The wire value of a literal; tuples become lists, and keys of dictionaries text. */
    static @Nullable Object read(String text) throws Misfit {
        PythonLiteral literal = new PythonLiteral(text);
        Object value = literal.value();
        if (literal.peek() != 0) {
            throw literal.invalid();
        }
        return value;
    }

    private @Nullable Object value() throws Misfit {
        char c = peek();
        return switch (c) {
            case '[' -> items(']');
            case '(' -> items(')');
            case '{' -> members();
            case '\'', '"' -> string(false);
            default -> {
                boolean bytes =
                        (c == 'b' || c == 'B') && at + 1 < text.length() && "'\"".indexOf(text.charAt(at + 1)) >= 0;
                if (bytes) {
                    at++;
                    yield string(true).getBytes(StandardCharsets.ISO_8859_1);
                }
                yield word();
            }
        };
    }

    private List<@Nullable Object> items(char end) throws Misfit {
        descend();
        List<@Nullable Object> items = new ArrayList<>();
        while (peek() != end) {
            items.add(value());
            separator(end);
        }
        ascend();
        return items;
    }

    private Map<String, @Nullable Object> members() throws Misfit {
        descend();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (peek() != '}') {
            String name = PythonText.of(value());
            if (peek() != ':') {
                throw invalid();
            }
            at++;
            members.put(name, value());
            separator('}');
        }
        ascend();
        return members;
    }

    private void separator(char end) throws Misfit {
        if (peek() == ',') {
            at++;
        } else if (peek() != end) {
            throw invalid();
        }
    }

    private void descend() throws Misfit {
        at++;
        if (++nesting > MAX_NESTING) {
            throw new Misfit("It nests deeper than " + MAX_NESTING + ".");
        }
    }

    private void ascend() {
        at++;
        nesting--;
    }

    private String string(boolean bytes) throws Misfit {
        char quote = text.charAt(at++);
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\n' || (bytes && c > 0x7F)) {
                throw invalid();
            }
            if (c == '\\' && at < text.length()) {
                escape(string, bytes);
            } else {
                string.append(c);
            }
        }
        if (at >= text.length()) {
            throw invalid();
        }
        at++;
        return string.toString();
    }

    private void escape(StringBuilder string, boolean bytes) throws Misfit {
        char c = text.charAt(at++);
        switch (c) {
            case 'n' -> string.append('\n');
            case 't' -> string.append('\t');
            case 'r' -> string.append('\r');
            case 'a' -> string.append('\u0007');
            case 'b' -> string.append('\b');
            case 'f' -> string.append('\f');
            case 'v' -> string.append('\u000b');
            case '\\', '\'', '"' -> string.append(c);
            case '\n' -> {}
            case 'x' -> string.append((char) hexadecimal(2));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                string.append((char) octal());
            }
            default -> {
                if (!bytes && c == 'u') {
                    string.append((char) hexadecimal(4));
                } else if (!bytes && c == 'U') {
                    int point = hexadecimal(8);
                    if (!Character.isValidCodePoint(point)) {
                        throw invalid();
                    }
                    string.appendCodePoint(point);
                } else {
                    string.append('\\').append(c);
                }
            }
        }
    }

    private int hexadecimal(int digits) throws Misfit {
        if (at + digits > text.length()) {
            throw invalid();
        }
        try {
            return Integer.parseUnsignedInt(text, at, at += digits, 16);
        } catch (NumberFormatException e) {
            throw invalid();
        }
    }

    private int octal() {
        int value = 0;
        for (int i = 0; i < 3 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '7'; i++) {
            value = value * 8 + text.charAt(at++) - '0';
        }
        return value & 0xFF;
    }

    /** A number, or one of Python's three constants. */
    private @Nullable Object word() throws Misfit {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-._".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "True" -> true;
            case "False" -> false;
            case "None" -> null;
            default -> {
                boolean digits = word.chars().anyMatch(c -> c >= '0' && c <= '9');
                if (!digits) {
                    throw invalid();
                }
                yield Numbers.number(word);
            }
        };
    }

    /** The next character that is no space; 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private Misfit invalid() {
        return new Misfit("Invalid expression.");
    }
}

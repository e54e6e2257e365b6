package dev.labhand.ssh.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of the file that says something.
 *
 * @param keyword in lower case
 * @param spelled the keyword as written
 * @param arguments at least one, without their quotes
 */
record Line(Path file, int number, String keyword, String spelled, List<String> arguments) {

    /**
     * Reads a line: a keyword, blanks or one {@code =}, and arguments, which may stand in quotes. What follows {@code #} at the
     * begin of an argument is a comment.
     *
     * @return empty for a line that says nothing
     */
    static Optional<Line> parse(Path file, int number, String text) throws ConfigProblem {
        String line = text.strip();
        if (line.isEmpty() || line.startsWith("#")) {
            return Optional.empty();
        }
        int end = 0;
        while (end < line.length() && !isBlank(line.charAt(end)) && line.charAt(end) != '=') {
            end++;
        }
        String spelled = unquoted(line.substring(0, end));
        String rest = line.substring(end).stripLeading();
        rest = rest.startsWith("=") ? rest.substring(1) : rest;
        List<String> arguments = split(file, number, rest);
        if (arguments.isEmpty()) {
            throw new ConfigProblem(file, number, spelled + " needs a value");
        }
        return Optional.of(new Line(file, number, spelled.toLowerCase(Locale.ROOT), spelled, arguments));
    }

    private static String unquoted(String word) {
        return word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")
                ? word.substring(1, word.length() - 1)
                : word;
    }

    private static List<String> split(Path file, int number, String text) throws ConfigProblem {
        List<String> words = new ArrayList<>();
        int i = 0;
        while (true) {
            while (i < text.length() && isBlank(text.charAt(i))) {
                i++;
            }
            if (i == text.length() || text.charAt(i) == '#') {
                return words;
            }
            StringBuilder word = new StringBuilder();
            char quote = 0;
            for (; i < text.length() && (quote != 0 || !isBlank(text.charAt(i))); i++) {
                char c = text.charAt(i);
                char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
                if (c == '\\' && (next == '\'' || next == '"' || next == '\\' || (quote == 0 && next == ' '))) {
                    word.append(next);
                    i++;
                } else if (quote == 0 && (c == '"' || c == '\'')) {
                    quote = c;
                } else if (quote != 0 && c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            }
            if (quote != 0) {
                throw new ConfigProblem(file, number, "a quote is not closed");
            }
            words.add(word.toString());
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\f';
    }

    /** The only argument. */
    String argument() throws ConfigProblem {
        if (arguments.size() != 1) {
            throw problem("takes one value, not " + arguments.size());
        }
        return arguments.getFirst();
    }

    /** Something is wrong with this line. */
    ConfigProblem problem(String what) {
        return new ConfigProblem(file, number, spelled + " " + what);
    }

    /** Where it stands: {@code FILE:LINE}. */
    String place() {
        return file + ":" + number;
    }
}

package dev.labhand.agent.keyword;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The names of keywords: how Robot Framework compares and shows them, and what they are on the RPC faces. */
public final class KeywordName {

    private KeywordName() {}

    /** What is left of a name when case, spaces and underscores are ignored, as Robot Framework does. */
    public static String matched(String name) {
        return without(" _", name);
    }

    /** The same without dots, since {@code job.start} is {@code Job Start} in Robot Framework. */
    public static String normal(String name) {
        return without(" _.", name);
    }

    private static String without(String ignored, String name) {
        StringBuilder rest = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (ignored.indexOf(c) < 0) {
                rest.append(c);
            }
        }
        return rest.toString().toLowerCase(Locale.ROOT);
    }

    /**
     * The name that Robot Framework shows for a keyword that is declared under a name: the same if that is in words; else
     * words with capitals, where dots and underscores part them.
     */
    public static String robot(String declared) {
        if (declared.indexOf(' ') >= 0 || declared.contains("${")) {
            return declared;
        }
        StringBuilder title = new StringBuilder();
        for (String word : declared.split("[._]+", -1)) {
            if (!word.isEmpty()) {
                title.append(title.isEmpty() ? "" : " ");
                title.appendCodePoint(Character.toTitleCase(word.codePointAt(0)));
                title.append(word, Character.charCount(word.codePointAt(0)), word.length());
            }
        }
        return title.toString();
    }

    /**
     * The name on the RPC faces of a plugin's keyword: {@code Flash Image} of {@code Board} is {@code board.flash_image}, and
     * {@code Select ${animal: str} from list} is {@code board.select_animal_from_list}. A name of one word is parted at its
     * capitals: {@code flashImage}, too, is {@code board.flash_image}.
     *
     * @throws IllegalArgumentException if there is no letter or digit in the keyword's name
     */
    public static String rpc(String library, String keyword) {
        StringBuilder name = new StringBuilder();
        String plain = plain(keyword);
        boolean oneWord = plain.chars().allMatch(Character::isLetterOrDigit);
        int before = ' ';
        for (int c : plain.codePoints().toArray()) {
            if (Character.isLetterOrDigit(c)) {
                boolean hump = oneWord && Character.isUpperCase(c) && Character.isLowerCase(before);
                boolean parted = hump || !Character.isLetterOrDigit(before);
                name.append(parted && !name.isEmpty() ? "_" : "").appendCodePoint(Character.toLowerCase(c));
            }
            before = c;
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("keyword name '" + Printable.of(keyword)
                    + "' has no letter or digit for its name on the RPC faces");
        }
        return library.toLowerCase(Locale.ROOT) + "." + name;
    }

    /**
     * The names of the arguments that are embedded in a keyword's name: {@code animal} of {@code Select ${animal} from list},
     * without types and patterns.
     */
    public static List<String> embedded(String keyword) {
        List<String> names = new ArrayList<>();
        for (int start = keyword.indexOf("${"); start >= 0; start = keyword.indexOf("${", start + 1)) {
            int end = end(keyword, start);
            if (end < 0) {
                break;
            }
            names.add(variable(keyword, start, end));
            start = end;
        }
        return names;
    }

    /** The keyword's name with embedded arguments as mere words. */
    private static String plain(String keyword) {
        StringBuilder plain = new StringBuilder();
        int done = 0;
        for (int start = keyword.indexOf("${"); start >= 0; start = keyword.indexOf("${", done)) {
            int end = end(keyword, start);
            if (end < 0) {
                break;
            }
            plain.append(keyword, done, start)
                    .append(' ')
                    .append(variable(keyword, start, end))
                    .append(' ');
            done = end + 1;
        }
        return plain.append(keyword, done, keyword.length()).toString().strip();
    }

    private static String variable(String keyword, int start, int end) {
        String variable = keyword.substring(start + 2, end);
        int colon = variable.indexOf(':');
        return (colon < 0 ? variable : variable.substring(0, colon)).strip();
    }

    /** Where the variable ends: braces in its pattern nest, unless they are escaped. -1 if it does not. */
    private static int end(String keyword, int start) {
        int depth = 0;
        for (int i = start + 1; i < keyword.length(); i++) {
            switch (keyword.charAt(i)) {
                case '\\' -> i++;
                case '{' -> depth++;
                case '}' -> {
                    depth--;
                    if (depth == 0) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return -1;
    }
}

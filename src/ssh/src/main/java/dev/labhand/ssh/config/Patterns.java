package dev.labhand.ssh.config;

import java.util.List;

/** Patterns as in ssh_config(5), "PATTERNS": {@code *}, {@code ?}, and {@code !} in front for what is not meant. */
public final class Patterns {

    private Patterns() {}

    /**
     * Whether a text matches one of the patterns and none of those with {@code !} in front.
     *
     * @param patterns none alone, with {@code !}, matches anything
     */
    public static boolean match(List<String> patterns, String text) {
        boolean found = false;
        for (String pattern : patterns) {
            if (!pattern.startsWith("!")) {
                found |= glob(pattern, text);
            } else if (glob(pattern.substring(1), text)) {
                return false;
            }
        }
        return found;
    }

    /** The same for a list with commas between its patterns. */
    public static boolean match(String list, String text) {
        return match(List.of(list.split(",", -1)), text);
    }

    /** Matches {@code *} and {@code ?}; everything else, brackets included, stands for itself. */
    public static boolean glob(String pattern, String text) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}

package dev.labhand.agent.sshlibrary;

import java.util.regex.Pattern;

/** Patterns of file names as shells have them: {@code *}, {@code ?}, {@code [seq]} and {@code [!seq]}. */
final class NamePattern {

    private NamePattern() {}

    static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    static boolean matches(String pattern, String name) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            // The first character of a set may be its own end.
            int end = c == '['
                    ? pattern.indexOf(']', Math.min(pattern.length(), i + (isNegated(pattern, i) ? 3 : 2)))
                    : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (end > 0) {
                boolean not = isNegated(pattern, i);
                String set = pattern.substring(i + (not ? 2 : 1), end);
                regex.append(not ? "[^" : "[")
                        .append(set.replaceAll("[\\\\\\[\\]^&]", "\\\\$0"))
                        .append(']');
                i = end;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
    }

    private static boolean isNegated(String pattern, int bracket) {
        return bracket + 1 < pattern.length() && pattern.charAt(bracket + 1) == '!';
    }
}

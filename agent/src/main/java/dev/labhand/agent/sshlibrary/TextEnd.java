package dev.labhand.agent.sshlibrary;

import dev.labhand.api.KeywordException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What a read waits for. */
sealed interface TextEnd {

    /** Where it stands in a text: from {@code start}, before {@code end}. */
    record Found(int start, int end) {}

    /**
     * Looks for it.
     *
     * @param searched so much of the text has been looked through before, in vain
     */
    @Nullable
    Found in(CharSequence text, int searched);

    /** What messages call it. */
    String name();

    /** A prompt: {@code REGEXP:…} is a pattern. */
    static TextEnd prompt(String prompt) {
        return prompt.startsWith("REGEXP:") ? pattern(prompt.substring("REGEXP:".length())) : new Literal(prompt);
    }

    /**
     * A pattern in the syntax of Python's {@code re}, as far as Java's is the same; named groups and {@code \Z} are translated.
     *
     * @throws KeywordException if it is no pattern
     */
    static TextEnd pattern(String regexp) {
        String java = regexp.replace("(?P<", "(?<").replaceAll("\\(\\?P=(\\w+)\\)", "\\\\k<$1>");
        try {
            // Python's \Z is Java's \z.
            Pattern pattern = Pattern.compile(
                    java.replaceAll("(?<!\\\\)((?:\\\\\\\\)*)\\\\Z", "$1\\\\z"), Pattern.UNICODE_CHARACTER_CLASS);
            return new Regexp(regexp, pattern);
        } catch (PatternSyntaxException e) {
            throw KeywordException.failed("error: '" + regexp + "' is no regular expression: " + e.getDescription()
                    + " at position " + Math.max(0, e.getIndex()));
        }
    }

    /** This very text. */
    record Literal(String name) implements TextEnd {

        @Override
        public @Nullable Found in(CharSequence text, int searched) {
            int from = Math.max(0, searched - name.length() + 1);
            int start = text.toString().indexOf(name, from);
            return start < 0 ? null : new Found(start, start + name.length());
        }
    }

    /** What a pattern matches. */
    record Regexp(String name, Pattern pattern) implements TextEnd {

        /** The match that would have been found first if the text had come character by character. */
        @Override
        public @Nullable Found in(CharSequence text, int searched) {
            Optional<Found> found = within(text, text.length());
            if (found.isEmpty()) {
                return null;
            }
            int tooShort = found.get().start();
            Found shortest = found.get();
            while (shortest.end() - tooShort > 1) {
                int middle = (tooShort + shortest.end()) >>> 1;
                Optional<Found> earlier = within(text, middle);
                if (earlier.isPresent()) {
                    shortest = earlier.get().end() <= tooShort
                            ? new Found(earlier.get().start(), tooShort + 1)
                            : earlier.get();
                } else {
                    tooShort = middle;
                }
            }
            return shortest;
        }

        private Optional<Found> within(CharSequence text, int end) {
            Matcher matcher = pattern.matcher(text).region(0, end);
            return matcher.find() ? Optional.of(new Found(matcher.start(), matcher.end())) : Optional.empty();
        }
    }
}

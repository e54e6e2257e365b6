package dev.labhand.api;

import java.util.regex.Pattern;

/**
 * Whether a command has a terminal. Its standard error comes as standard output then, and its lines end in CR LF.
 *
 * @param wanted whether it has one
 * @param cols width in characters, 1 to 10000
 * @param rows height in lines, 1 to 10000
 * @param term what kind, for {@code TERM}
 */
public record Pty(boolean wanted, int cols, int rows, String term) {

    private static final int MOST = 10_000;
    private static final Pattern TERM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]{0,63}");

    /** No terminal. */
    public static final Pty NONE = new Pty(false, 80, 24, "xterm");

    /** A terminal of 80 by 24. */
    public static final Pty USUAL = new Pty(true, 80, 24, "xterm");

    /**
     * Checks the size and the kind.
     *
     * @throws IllegalArgumentException that says which is wrong
     */
    public Pty {
        check("cols", cols);
        check("rows", rows);
        if (!TERM.matcher(term).matches()) {
            throw new IllegalArgumentException("pty.term should be the name of a terminal, such as xterm");
        }
    }

    private static void check(String name, int size) {
        if (size < 1 || size > MOST) {
            throw new IllegalArgumentException("pty." + name + " should be from 1 to " + MOST + ", not " + size);
        }
    }
}

package dev.labhand.ssh;

/**
 * A terminal that a shell runs on.
 *
 * @param type as in {@code TERM}
 * @param columns its width in characters
 * @param rows its height in lines
 */
public record Terminal(String type, int columns, int rows) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Terminal {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "a terminal has at least 1 column and 1 row, not " + columns + " x " + rows);
        }
    }
}

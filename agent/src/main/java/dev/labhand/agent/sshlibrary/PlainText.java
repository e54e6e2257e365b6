package dev.labhand.agent.sshlibrary;

import java.util.regex.Pattern;

/** Text for results and logs, which travel as XML: that has no escape sequences and no control characters. */
final class PlainText {

    /** CSI, OSC and the other sequences of ECMA-48 and xterm that begin with ESC. */
    private static final Pattern ESCAPE_SEQUENCE = Pattern.compile("\\x1B(?:\\[[0-?]*[ -/]*[@-~]"
            + "|\\][^\\x07\\x1B]*(?:\\x07|\\x1B\\\\)"
            + "|[PX^_][^\\x1B]*\\x1B\\\\"
            + "|[ -/]+[0-~]"
            + "|[0-OQ-WYZ\\\\`-~])");

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]");

    private PlainText() {}

    /** The same without terminals' escape sequences, and then without the control characters but tab, LF and CR. */
    static String of(String text) {
        if (!CONTROL.matcher(text).find()) {
            return text;
        }
        return CONTROL.matcher(ESCAPE_SEQUENCE.matcher(text).replaceAll("")).replaceAll("");
    }
}

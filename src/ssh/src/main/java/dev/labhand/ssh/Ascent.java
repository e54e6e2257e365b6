package dev.labhand.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A script that sudo runs. sudo's question is a line that nobody else writes, so that the password is sent if it is asked for and
 * not otherwise; it travels on standard input alone, and once. The script is sent when a shell of the other user says that it is
 * there: a command that began is told from a refusal by that, not by an exit code.
 */
final class Ascent {

    private static final int LONGEST = 64 * 1024;

    private final Become become;
    private final String tag = "labhand-" + ShellScript.nonce();
    private final String question = tag + " ask";
    private final String arrival = tag + " in";
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private byte[] script = {};
    private @Nullable ExecChannel channel;
    private boolean answered;
    private boolean over;

    Ascent(Become become) {
        this.become = become;
    }

    /** The command line that has a script run; it holds neither script nor password. */
    String commandLine(byte[] text) {
        script = text;
        // The login's shell, which the command is a line for, is told to the other user's shell.
        String inner = "echo " + arrival + " >&2; labhand_login_shell=$1; eval \"$(dd bs=1 count=" + text.length
                + " 2>/dev/null)\"";
        String how = become.password().isPresent() ? "-S -p " + ShellScript.quote(question) : "-n";
        return "exec sudo " + how + " -u " + ShellScript.quote(become.user()) + " -- /bin/sh -c "
                + ShellScript.quote(inner) + " labhand \"$SHELL\"";
    }

    /** Whom to answer. */
    void begin(ExecChannel answers) {
        channel = answers;
    }

    /** Whether the script has been sent. */
    boolean isOver() {
        return over;
    }

    /**
     * Takes what sudo says, and answers.
     *
     * @return once it is over, what is to be passed on: all but question and arrival; else nothing
     */
    byte[] take(byte[] buffer, int offset, int length) {
        if (said.size() < LONGEST) {
            said.write(buffer, offset, length);
        }
        String text = said.toString(StandardCharsets.ISO_8859_1);
        int arrived = text.indexOf(arrival);
        int end = arrived < 0 ? -1 : text.indexOf('\n', arrived);
        try {
            if (end >= 0) {
                over = true;
                send(script);
                return (words(text.substring(0, arrived), "\n") + text.substring(end + 1))
                        .getBytes(StandardCharsets.ISO_8859_1);
            }
            if (text.contains(question)) {
                answer(text.indexOf(question) != text.lastIndexOf(question));
            }
        } catch (IOException e) {
            // The connection is gone, which the channel's end tells.
        }
        return new byte[0];
    }

    private void answer(boolean again) throws IOException {
        if (!answered && become.password().isPresent()) {
            answered = true;
            send((become.password().get().value() + "\n").getBytes(StandardCharsets.UTF_8));
        } else if (again && channel != null) {
            // A second try with the same password would only lock the account sooner.
            channel.endInput();
        }
    }

    private void send(byte[] bytes) throws IOException {
        if (channel != null) {
            channel.write(bytes);
        }
    }

    /** Why the script did not run, in sudo's words. */
    String refusal() {
        String words = words(said.toString(StandardCharsets.UTF_8), "; ").strip();
        String hint = become.password().isEmpty() && words.contains("password")
                ? " (give the option sudo a struct with the password)"
                : "";
        return "sudo: not as " + become.user() + ": "
                + (words.isEmpty() ? "it ended without a word" : words.replaceFirst(";$", "")) + hint;
    }

    /** The lines that are not ours, each with this at its end. */
    private String words(String text, String end) {
        return text.replaceAll("[^\n]*" + question, "\n")
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .map(line -> line + end)
                .collect(Collectors.joining());
    }
}

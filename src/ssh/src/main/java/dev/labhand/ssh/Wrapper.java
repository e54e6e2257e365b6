package dev.labhand.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sets environment and folder before a command: a script that ends in the command run by the account's own shell. The script
 * first tells on standard error whether it came that far; that line is taken out again here.
 */
final class Wrapper {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int LONGEST_PREAMBLE = 64 * 1024;

    private final String tag = "labhand-" + ShellScript.nonce();
    private final byte[] script;
    private final ByteArrayOutputStream preamble = new ByteArrayOutputStream();
    private final String folder;
    private boolean begun;
    private @Nullable String problem;

    Wrapper(String command, Optional<Map<String, String>> env, Optional<String> cwd, String mark) {
        folder = cwd.orElse("");
        StringBuilder text = new StringBuilder("labhand_shell=${labhand_login_shell:-${SHELL:-/bin/sh}}\n");
        cwd.ifPresent(path -> text.append("labhand_why=$(CDPATH= cd ")
                .append(folderWord(path))
                .append(" 2>&1) && CDPATH= cd ")
                .append(folderWord(path))
                .append(" || { echo \"")
                .append(tag)
                .append(" no ${labhand_why##*: }\" >&2; exit 1; }\n"));
        env.ifPresent(variables -> variables.forEach((name, value) -> text.append("export ")
                .append(name)
                .append('=')
                .append(ShellScript.quote(value))
                .append('\n')));
        text.append("export ")
                .append(ShellScript.MARK_VARIABLE)
                .append('=')
                .append(mark)
                .append('\n');
        text.append("echo ").append(tag).append(" ok >&2\n");
        text.append("exec \"$labhand_shell\" -c ").append(ShellScript.quote(command));
        script = ShellScript.bytes(text.toString());
    }

    /**
     * Checks what will be wrapped.
     *
     * @throws IllegalArgumentException if a variable's name is none, or a text holds a zero byte
     */
    static void check(Optional<Map<String, String>> env, Optional<String> cwd) {
        env.orElse(Map.of()).forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("env: '" + name
                        + "' is no name of an environment variable: letters, digits and _, no digit first");
            }
            if (value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("env: the value of " + name + " holds a zero byte");
            }
        });
        cwd.ifPresent(folder -> {
            if (folder.isEmpty() || folder.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("cwd: not a folder's path");
            }
        });
    }

    /**
     * A folder as a word for {@code cd}. A relative path begins at the account's home, as one with {@code ~/} does; "./" keeps
     * {@code cd} from reading "-" and the like its own way.
     */
    static String folderWord(String folder) {
        if (folder.equals("~") || folder.startsWith("~/")) {
            return "\"${HOME}\"" + ShellScript.quote(folder.substring(1));
        }
        return ShellScript.quote(folder.startsWith("/") ? folder : "./" + folder);
    }

    String commandLine() {
        return ShellScript.launcher(script);
    }

    byte[] script() {
        return script;
    }

    /** Whether the script has told what became of it; from then on standard error is the command's. */
    boolean begun() {
        return begun;
    }

    /** Why the command could not be started, once the script has said so. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Takes standard error until the script's line has come.
     *
     * @return what is to be passed on: all but that line; empty while it is not known
     */
    byte[] take(byte[] buffer, int offset, int length) {
        preamble.write(buffer, offset, length);
        String text = preamble.toString(StandardCharsets.ISO_8859_1);
        int line = text.indexOf(tag);
        int end = line < 0 ? -1 : text.indexOf('\n', line);
        if (end < 0) {
            return preamble.size() > LONGEST_PREAMBLE && line < 0 ? rest() : new byte[0];
        }
        begun = true;
        String verdict = text.substring(line + tag.length(), end).strip();
        if (!verdict.equals("ok")) {
            problem = "cannot enter " + folder + ": " + verdict.replaceFirst("^no ", "");
        }
        preamble.reset();
        return (text.substring(0, line) + text.substring(end + 1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What came before the script said anything, if it never does. */
    byte[] rest() {
        byte[] bytes = preamble.toByteArray();
        preamble.reset();
        return bytes;
    }
}

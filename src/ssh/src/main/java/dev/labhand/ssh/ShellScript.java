package dev.labhand.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

/** Text for the POSIX shell on a target that arrives on standard input, so that nothing of it stands in a command line. */
final class ShellScript {

    /** Carries a command's mark. Debian, Ubuntu, RHEL and SUSE accept {@code LC_*} from clients (AcceptEnv). */
    static final String MARK_VARIABLE = "LC_LABHAND_JOB";

    private static final SecureRandom RANDOM = new SecureRandom();

    private ShellScript() {}

    /**
     * The command line that runs a script of so many bytes from standard input, whatever the account's shell is: {@code dd}
     * takes the script byte by byte and leaves the rest of standard input to it.
     */
    static String launcher(byte[] script) {
        return "exec /bin/sh -c 'eval \"$(dd bs=1 count=" + script.length + " 2>/dev/null)\"'";
    }

    /** Text as one word for the shell. */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    static byte[] bytes(String script) {
        return script.getBytes(StandardCharsets.UTF_8);
    }

    /** 96 random bits in hexadecimal. */
    static String nonce() {
        byte[] bits = new byte[12];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /** A script of ours, without the lines that are for its readers here. */
    static String resource(String name) {
        try (InputStream text =
                Objects.requireNonNull(ShellScript.class.getResourceAsStream(name), "resource " + name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^\\s*(#.*)?\n", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.labhand.ssh.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to run, as execve(2) takes it.
 *
 * @param program an absolute path
 * @param arguments bytes without NUL; the first is the name that the program sees as its own
 * @param directory where to run it: an absolute path
 * @param environment the whole of it: nothing is inherited
 */
record ShellInvocation(String program, List<byte[]> arguments, String directory, Map<String, String> environment) {

    ShellInvocation {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** {@code shell -c command}, with the command's bytes as they came over SSH. */
    static ShellInvocation of(String shell, byte[] command, String directory, Map<String, String> environment) {
        byte[] name = bytes(Path.of(shell).getFileName().toString());
        return new ShellInvocation(shell, List.of(name, bytes("-c"), command), directory, environment);
    }

    /** The same through {@code /bin/sh}, which changes to the directory itself. */
    ShellInvocation changingDirectoryItself() {
        return new ShellInvocation(
                "/bin/sh",
                List.of(
                        bytes("sh"),
                        bytes("-c"),
                        bytes("cd \"$0\" && exec \"$1\" -c \"$2\""),
                        bytes(directory),
                        bytes(program),
                        arguments.getLast()),
                directory,
                environment);
    }

    /** How text is passed to programs: as UTF-8, whatever the JVM's locale. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

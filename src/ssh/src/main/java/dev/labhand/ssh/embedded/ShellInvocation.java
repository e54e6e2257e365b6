package dev.labhand.ssh.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program to run, as execve(2) takes it.
 *
 * @param program an absolute path
 * @param arguments bytes without NUL; the first is the name that the program sees as its own
 * @param directory where to run it: an absolute path
 * @param environment the whole of it: nothing is inherited
 */
public record ShellInvocation(
        String program, List<byte[]> arguments, String directory, Map<String, String> environment) {

    /** Not to be changed later. */
    public ShellInvocation {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** A program and its arguments, all as text. */
    public static ShellInvocation of(List<String> command, String directory, Map<String, String> environment) {
        return new ShellInvocation(
                command.getFirst(), command.stream().map(ShellInvocation::bytes).toList(), directory, environment);
    }

    /** {@code shell -c command}, with the command's bytes as they came over SSH. */
    static ShellInvocation of(String shell, byte[] command, String directory, Map<String, String> environment) {
        byte[] name = bytes(Path.of(shell).getFileName().toString());
        return new ShellInvocation(shell, List.of(name, bytes("-c"), command), directory, environment);
    }

    /** The same through {@code /bin/sh}, which changes to the directory itself. */
    ShellInvocation changingDirectoryItself() {
        Stream<byte[]> shell = Stream.of("sh", "-c", "cd \"$0\" && exec \"$@\"", directory, program)
                .map(ShellInvocation::bytes);
        return new ShellInvocation(
                "/bin/sh", Stream.concat(shell, arguments.stream().skip(1)).toList(), directory, environment);
    }

    /** How text is passed to programs: as UTF-8, whatever the JVM's locale. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package dev.labhand.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Echo echo = new Echo();
    private final CommandLine labhand = Main.prepare(Main.commandLine().addSubcommand(echo))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));

    @Test
    void versionIsTheBuilds() {
        assertThat(labhand.execute("--version")).isZero();
        assertThat(out.toString()).matches("labhand \\d+\\.\\d+\\.\\d+\\S*\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void noCommandIsOneLineAndUsageExit() {
        assertThat(labhand.execute()).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("labhand: Missing required subcommand (see 'labhand --help')");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void unknownCommandNamesTheNearest() {
        assertThat(labhand.execute("hlp")).isEqualTo(2);
        assertThat(err.toString().strip())
                .isEqualTo("labhand: no command 'hlp', did you mean 'help'? (see 'labhand --help')");
    }

    @Test
    void unknownOptionIsOneLine() {
        assertThat(labhand.execute("--colour")).isEqualTo(2);
        assertThat(err.toString()).startsWith("labhand: ").contains("--colour").hasLineCount(1);
    }

    @Test
    void mistakeInASubcommandNamesTheSubcommand() {
        assertThat(labhand.execute("echo", "--times", "many")).isEqualTo(2);
        assertThat(err.toString().strip())
                .startsWith("labhand echo: ")
                .contains("--times", "many")
                .endsWith("(see 'labhand echo --help')")
                .hasLineCount(1);
    }

    @Test
    void complaintOfARunningSubcommandIsOneLineAndUsageExit() {
        assertThat(labhand.execute("echo", "usage")).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("labhand echo: two lines (see 'labhand echo --help')");
    }

    @Test
    void internalErrorIsOneLineAndExitOne() {
        assertThat(labhand.execute("echo", "fail")).isEqualTo(1);
        assertThat(err.toString()).contains("internal error", "no such thing").hasLineCount(1);
    }

    @Test
    void wordsAfterTheFirstBelongToTheCommandAndAtSignsStay() {
        assertThat(labhand.execute("echo", "--times", "1", "--times", "2", "ls", "--times", "3", "@pom.xml"))
                .isZero();
        assertThat(echo.times).isEqualTo(2);
        assertThat(echo.words).containsExactly("ls", "--times", "3", "@pom.xml");
    }

    @Test
    void aTildeThatTheShellLeftIsTheHome() {
        assertThat(labhand.execute("echo", "--file=~/x", "ls")).isZero();
        assertThat(echo.file).isEqualTo(Path.of(System.getProperty("user.home"), "x"));
    }

    @Test
    void aFileNameThatCanBeNoneIsAUsageError() {
        assertThat(labhand.execute("echo", "--file=a\0b", "ls")).isEqualTo(2);
        assertThat(labhand.execute("echo", "--file=", "ls")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.contains("--file"));
        assertThat(err.toString()).contains("'' is no path: it is empty");
    }

    @Command(name = "echo")
    private static final class Echo implements Runnable {

        @Spec
        @Nullable
        CommandSpec spec;

        @Option(names = "--times")
        int times;

        @Option(names = "--file")
        @Nullable
        Path file;

        @Parameters
        List<String> words = List.of();

        @Override
        public void run() {
            switch (words.getFirst()) {
                case "usage" ->
                    throw new ParameterException(requireNonNull(spec).commandLine(), "two\n  lines");
                case "fail" -> throw new IllegalStateException("no such\nthing");
                default -> {}
            }
        }
    }
}

package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.Exited;
import dev.labhand.api.Outcome.Rejected;
import dev.labhand.api.Pty;
import dev.labhand.api.Secret;
import dev.labhand.api.StopResult;
import dev.labhand.api.Sudo;
import dev.labhand.ssh.RunningCommand.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How Labhand talks with sudo, here a script that takes sudo's part; the real one takes it in the end-to-end tests. */
class SudoTest {

    private static final Sudo PASSWORD = Sudo.with(new Secret("s3cret pässword"));

    private static final Ending CANCELLED =
            new Ending(new Outcome.Cancelled("enough"), Optional.of(new StopResult.Verified()));

    @TempDir
    Path folder;

    private TestServer server;
    private SshCommands commands;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start();
        commands = SshCommands.open(TestServer.settings(folder));
        sudo("asks");
    }

    @AfterEach
    void stop() throws IOException {
        commands.close();
        server.close();
    }

    /** Puts a sudo on the path that asks for a password, or does not, or knows the user not. */
    private void sudo(String manner) throws IOException {
        Path script = Files.writeString(
                folder.resolve("sudo"), """
                #!/bin/sh
                manner=%s
                echo "$@" >>%s
                echo 'sudo: unable to resolve host dut' >&2
                while [ "$1" != -- ]; do
                  case $1 in -p) prompt=$2; shift ;; -u) user=$2; shift ;; -n) quiet=1 ;; esac
                  shift
                done
                shift
                case $manner in
                  asks)
                    if [ -n "$quiet" ]; then echo 'sudo: a password is required' >&2; exit 1; fi
                    for try in 1 2 3; do
                      printf %%s "$prompt" >&2
                      read -r password || { echo 'sudo: no password was provided' >&2; exit 1; }
                      [ "$password" = 's3cret pässword' ] && break
                      echo 'Sorry, try again.' >&2
                      echo tried >>%s
                    done ;;
                  knows-not) echo "jo is not in the sudoers file." >&2; exit 1 ;;
                  hangs) printf 'Verification code: ' >&2; read -r code ;;
                esac
                BECAME=$user SHELL=/bin/nologin exec "$@"
                """.formatted(manner, folder.resolve("arguments"), folder.resolve("tries")));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        server.environment.put("PATH", folder + ":" + System.getenv("PATH"));
    }

    private Captured run(String command, ExecOptions options) {
        return new Captured(commands, server.endpoint(), command, options);
    }

    private static ExecOptions as(Sudo sudo) {
        return ExecOptions.DEFAULTS.withSudo(sudo);
    }

    @Test
    void thePasswordOpensAndTheCommandHasTheRestOfStandardInput() throws Exception {
        Captured command = run(
                "echo as $BECAME; cat; exit 3", as(PASSWORD).withStdin("the input".getBytes(StandardCharsets.UTF_8)));
        assertThat(command.end().outcome()).isEqualTo(new Exited(3));
        assertThat(command.out()).isEqualTo("as root\nthe input");
        assertThat(command.err()).isEqualTo("sudo: unable to resolve host dut\n");
    }

    @Test
    void thePasswordIsInNoCommandLine() throws Exception {
        assertThat(run("true", as(PASSWORD).withUser("postgres")).end().outcome())
                .isEqualTo(new Exited(0));
        assertThat(server.commands)
                .singleElement()
                .asString()
                .doesNotContain("s3cret")
                .contains("-u 'postgres'");
        assertThat(Files.readString(folder.resolve("arguments"))).doesNotContain("s3cret");
    }

    @Test
    void aPasswordThatNobodyAskedForIsNotSent() throws Exception {
        sudo("lets-in");
        Captured command = run("cat", as(PASSWORD).withStdin("only this".getBytes(StandardCharsets.UTF_8)));
        assertThat(command.end().outcome()).isEqualTo(new Exited(0));
        assertThat(command.out()).isEqualTo("only this");
    }

    @Test
    void withoutAPasswordSudoMustNotAsk() throws Exception {
        Path witness = folder.resolve("witness");
        assertThat(run("touch " + witness, as(Sudo.WITHOUT_PASSWORD)).end().outcome())
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason())
                                .contains("sudo: a password is required", "struct with the password"));
        assertThat(witness).doesNotExist();
        sudo("lets-in");
        assertThat(run("touch " + witness, as(Sudo.WITHOUT_PASSWORD)).end().outcome())
                .isEqualTo(new Exited(0));
        assertThat(witness).exists();
    }

    @Test
    void aWrongPasswordIsTriedOnceAndRejectedInSudosWords() throws Exception {
        Captured command = run("true", as(Sudo.with(new Secret("wrong"))));
        assertThat(command.end().outcome())
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason())
                                .contains("Sorry, try again.", "no password was provided")
                                .doesNotContain("wrong", "labhand-"));
        assertThat(Files.readAllLines(folder.resolve("tries"))).hasSize(1);
    }

    @Test
    void aRefusalIsNotTakenForTheCommandsExitCode() throws Exception {
        sudo("knows-not");
        assertThat(run("exit 0", as(PASSWORD)).end().outcome())
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("jo is not in the sudoers file."));
        sudo("lets-in");
        assertThat(run("exit 1", as(PASSWORD)).end().outcome()).isEqualTo(new Exited(1));
    }

    @Test
    void aMissingSudoIsRejectedInTheShellsWords() throws Exception {
        Files.delete(folder.resolve("sudo"));
        server.environment.put("PATH", folder.toString());
        assertThat(run("true", as(PASSWORD)).end().outcome())
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("not found"));
    }

    @Test
    void environmentAndFolderAreSetForTheOtherUserInTheLoginsShell() throws Exception {
        ExecOptions options = Captured.shell(Map.of("COLOUR", "it's red"), Optional.of("/usr"))
                .withSudo(PASSWORD);
        Captured command = run("printf '%s|%s|%s' \"$COLOUR\" \"$PWD\" $BECAME", options);
        assertThat(command.end().outcome()).isEqualTo(new Exited(0));
        assertThat(command.out()).isEqualTo("it's red|/usr|root");
    }

    @Test
    void aStopWhileSudoWaitsRunsNothing() throws Exception {
        sudo("hangs");
        Path witness = folder.resolve("witness");
        Captured command = run("touch " + witness, as(PASSWORD));
        while (!Files.exists(folder.resolve("arguments"))) {
            Thread.onSpinWait();
        }
        command.running().stop("enough");
        assertThat(command.end()).isEqualTo(CANCELLED);
        assertThat(witness).doesNotExist();
    }

    @Test
    void inputThatComesLaterFlowsOnceSudoHasLetTheCommandBegin() throws Exception {
        Captured command = run("cat", as(PASSWORD).withOpenStdin().withStdin(bytes("one ")));
        command.running().write(bytes("two "), false);
        command.awaitOutput("one two ");
        command.running().write(bytes("three"), true);
        assertThat(command.end().outcome()).isEqualTo(new Exited(0));
        assertThat(command.out()).isEqualTo("one two three");
    }

    @Test
    void whatSudoHasNotLetBeginTakesNoSignal() throws Exception {
        sudo("hangs");
        Captured command = run("true", as(PASSWORD));
        while (!Files.exists(folder.resolve("arguments"))) {
            Thread.onSpinWait();
        }
        assertThatIOException()
                .isThrownBy(() -> command.running().signal("HUP"))
                .withMessage("it has not begun yet");
        command.running().stop("enough");
        assertThat(command.end()).isEqualTo(CANCELLED);
    }

    @Test
    void aStopThatSudoRefusesSaysSo() throws Exception {
        Captured command = run(
                "echo begun; sleep 600", Captured.grace(Duration.ofMillis(100)).withSudo(PASSWORD));
        command.awaitOutput();
        sudo("knows-not");
        command.running().stop("enough");
        assertThat(command.end().outcome()).isEqualTo(new Outcome.Cancelled("enough"));
        assertThat(command.end().stop())
                .hasValueSatisfying(result -> assertThat(result)
                        .isInstanceOfSatisfying(
                                StopResult.Unverifiable.class,
                                unverifiable -> assertThat(unverifiable.toString())
                                        .contains("jo is not in the sudoers file.")));
    }

    @Test
    void theEndOfInputThatComesLaterIsTypedIntoATerminal() throws Exception {
        Captured command = run(
                "dd bs=1 count=5 2>/dev/null | od -An -tx1",
                ExecOptions.DEFAULTS.withPty(Pty.USUAL).withOpenStdin());
        command.running().write(bytes("ab\n"), false);
        command.running().write(bytes("c"), true);
        assertThat(command.end().outcome()).isEqualTo(new Exited(0));
        assertThat(command.out().strip()).isEqualTo("61 62 0a 63 04");
    }

    @Test
    void repliesToTheTerminalAndToSignalsAreToldApart() throws Exception {
        server.server.setChannelFactories(List.of(new NoSignalCalledNone()));
        Captured command = run("echo here; sleep 600", ExecOptions.DEFAULTS.withPty(Pty.USUAL));
        command.awaitOutput();
        command.running().signal("HUP");
        assertThatIOException()
                .isThrownBy(() -> command.running().signal("NONE"))
                .withMessage("the target's SSH server sends no signal NONE");
        command.running().stop("enough");
        assertThat(command.end().outcome()).isEqualTo(new Outcome.Cancelled("enough"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aStopGoesThroughSudo() throws Exception {
        Captured command = run("echo begun; sleep 600", as(PASSWORD));
        command.awaitOutput();
        command.running().stop("enough");
        assertThat(command.end().outcome()).isEqualTo(new Outcome.Cancelled("enough"));
        assertThat(command.end().stop()).contains(new StopResult.Verified());
        assertThat(Files.readAllLines(folder.resolve("arguments"))).hasSize(2);
    }

    @Test
    void theLoginCanBeAnother() throws Exception {
        server.server.setPublickeyAuthenticator((user, _, _) -> user.equals("other"));
        assertThat(run(":exit 0", ExecOptions.DEFAULTS.withUser("other")).end().outcome())
                .isEqualTo(new Exited(0));
    }

    @Test
    void aTerminalThatTheServerDoesNotGiveIsRejected() throws Exception {
        server.server.setChannelFactories(List.of(new NoTerminal()));
        assertThat(run(":exit 0", ExecOptions.DEFAULTS.withPty(Pty.USUAL)).end().outcome())
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("no terminal"));
        assertThat(server.commands).isEmpty();
    }

    @Test
    void anAgentThatIsNotThereCannotBeLent() throws Exception {
        assertThat(run(":exit 0", ExecOptions.DEFAULTS.withForwardAgent(true))
                        .end()
                        .outcome())
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("no ssh-agent to lend"));
        assertThat(server.commands).isEmpty();
    }

    private static final class NoTerminal implements ChannelFactory {
        @Override
        public String getName() {
            return "session";
        }

        @Override
        public Channel createChannel(Session session) {
            return new ChannelSession() {
                @Override
                public Result handleInternalRequest(String request, boolean wantReply, Buffer buffer)
                        throws IOException {
                    return request.equals("pty-req")
                            ? Result.ReplyFailure
                            : super.handleInternalRequest(request, wantReply, buffer);
                }
            };
        }
    }

    private static final class NoSignalCalledNone implements ChannelFactory {
        @Override
        public String getName() {
            return "session";
        }

        @Override
        public Channel createChannel(Session session) {
            return new ChannelSession() {
                @Override
                protected Result handleSignalParsed(String name) throws IOException {
                    return name.equals("NONE") ? Result.ReplyFailure : super.handleSignalParsed(name);
                }
            };
        }
    }
}

package dev.labhand.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The machine's own OpenSSH server, on a loopback port, with a configuration and keys of its own. It lets the account that
 * runs the tests log in.
 */
public final class OpenSshServer implements AutoCloseable {

    private static final Path SSHD = Path.of("/usr/sbin/sshd");
    private static final Pattern LISTENS_OR_NOT = Pattern.compile(
            "Server listening on 127\\.0\\.0\\.1|Address already in use|Cannot bind any address|fatal:.*");
    private static final int PORTS_TO_TRY = 10;

    private final TemporaryFolder folder;
    private final Setup setup;
    private final SshKey identity;
    private final int port;
    private SshKey hostKey;
    private RunningProcess daemon;

    /**
     * How it differs from Debian's.
     *
     * @param lines of sshd_config, which win over the usual ones
     * @param launcher what stands before its command
     */
    private record Setup(List<String> lines, List<String> launcher, Optional<OwnAccounts> accounts) {}

    private OpenSshServer(TemporaryFolder folder, SshKey identity, Setup setup) {
        this.folder = folder;
        this.setup = setup;
        this.identity = identity;
        this.hostKey = SshKey.generate(folder.path(), "host_key");
        makeHome();
        write("authorized_keys", identity.publicLine() + "\n");
        for (int left = PORTS_TO_TRY; ; left--) {
            int candidate = freePort();
            RunningProcess process = launch(candidate);
            if (listens(process)) {
                this.port = candidate;
                this.daemon = process;
                return;
            }
            process.close();
            if (left == 1) {
                throw new AssertionError("sshd found no port: " + process);
            }
        }
    }

    /** Starts a server, configured as Debian's, and waits until it listens. */
    public static OpenSshServer start() {
        return startWith("AcceptEnv LANG LC_*");
    }

    /** Starts a server that passes no variables on, and waits until it listens. */
    public static OpenSshServer startWithoutVariables() {
        return startWith();
    }

    /** Starts a server with these lines in its configuration, and waits until it listens. */
    public static OpenSshServer startWith(String... lines) {
        return start(_ -> new Setup(List.of(lines), List.of(), Optional.empty()));
    }

    /** Starts a server on whose machine another program is {@code /bin/sh}; for root, see {@link Peer#ROOT}. */
    public static OpenSshServer startWithShell(Path shell) {
        List<String> launcher = List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind \"$0\" \"$(readlink -f /bin/sh)\" && exec \"$@\"",
                shell.toString());
        return start(_ -> new Setup(List.of("AcceptEnv LANG LC_*"), launcher, Optional.empty()));
    }

    /** Starts a server that has {@link OwnAccounts}, and waits until it listens. */
    public static OpenSshServer startWithAccounts(String... lines) {
        return start(identity -> {
            OwnAccounts accounts = OwnAccounts.create(identity.publicLine());
            return new Setup(List.of(lines), accounts.prefix(), Optional.of(accounts));
        });
    }

    private static OpenSshServer start(Function<SshKey, Setup> setup) {
        TemporaryFolder folder = TemporaryFolder.create("sshd");
        try {
            SshKey identity = SshKey.generate(folder.path(), "identity");
            return new OpenSshServer(folder, identity, setup.apply(identity));
        } catch (RuntimeException | AssertionError e) {
            folder.close();
            throw e;
        }
    }

    static boolean isInstalled() {
        return Files.isExecutable(SSHD);
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The account that may log in. */
    public String user() {
        return System.getProperty("user.name");
    }

    /** {@code user@127.0.0.1:port}. */
    public String target() {
        return user() + "@127.0.0.1:" + port;
    }

    /** {@code account@127.0.0.1:port}. */
    public String target(String account) {
        return account + "@127.0.0.1:" + port;
    }

    /** The home folder of the account, as its commands know it; not with {@link OwnAccounts}. */
    public Path home() {
        return folder.path().resolve("home");
    }

    /** The folder of its keys, where more may be put. */
    public Path folder() {
        return folder.path();
    }

    /** Its key as in known_hosts, without the host. */
    public String hostKey() {
        return hostKey.publicLine();
    }

    /** The private key that may log in. */
    public Path identity() {
        return identity.file();
    }

    /** A fresh known_hosts file that names this server and its present key. */
    public Path knownHosts() {
        return write("known_hosts", SshKey.knownHost(port, hostKey.publicLine()));
    }

    /** What the server has logged since its last start. */
    public String log() {
        return daemon.stderr();
    }

    /** Kills each connection's server process, as a broken network would look to the client. The commands live on. */
    public void killConnections() {
        connections(daemon.handle()).forEach(OpenSshServer::kill);
    }

    /** Stops each connection's server process, as a network that swallows everything would look to the client. */
    public void freezeConnections() {
        connections(daemon.handle())
                .forEach(connection -> RunningProcess.run("kill", "-STOP", Long.toString(connection.pid())));
    }

    /** Ends the server and its connections. */
    public void stop() {
        List<ProcessHandle> connections = connections(daemon.handle());
        kill(daemon.handle());
        connections.forEach(OpenSshServer::kill);
        daemon.close();
    }

    /** Starts it again after {@link #stop()}, on the same port. */
    public void startAgain() {
        daemon = launch(port);
        if (!listens(daemon)) {
            throw new AssertionError("sshd did not start again: " + daemon);
        }
    }

    /** Stops and starts it, as a reboot would. */
    public void restart() {
        stop();
        startAgain();
    }

    /** Restarts it with another host key, as a reinstalled (or impersonated) machine would. */
    public void restartWithAnotherHostKey() {
        stop();
        hostKey = SshKey.generate(folder.path(), "host_key");
        startAgain();
    }

    @Override
    public void close() {
        stop();
        folder.close();
        setup.accounts().ifPresent(OwnAccounts::close);
    }

    private RunningProcess launch(int candidate) {
        if (user().equals("root")) {
            makePrivilegeSeparationFolder();
        }
        String keys = setup.accounts()
                .map(OwnAccounts::authorizedKeys)
                .orElse(folder.path().resolve("authorized_keys").toString());
        Path config = write("sshd_config", """
                %s
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s
                AuthorizedKeysFile %s
                PidFile none
                StrictModes no
                UsePAM no
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                LogLevel VERBOSE
                Subsystem sftp internal-sftp
                %s
                """.formatted(
                        String.join("\n", setup.lines()),
                        candidate,
                        hostKey.file(),
                        keys,
                        setup.accounts().isPresent() ? "" : "SetEnv HOME=" + home()));
        List<String> command = new ArrayList<>(setup.launcher());
        command.addAll(List.of(SSHD.toString(), "-D", "-e", "-f", config.toString()));
        return RunningProcess.start(new ProcessBuilder(command));
    }

    private void makeHome() {
        try {
            Files.createDirectory(home());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server started by root insists on it; it vanishes with each boot, and comes with the system's own server. */
    private static void makePrivilegeSeparationFolder() {
        try {
            Files.createDirectories(Path.of("/run/sshd"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean listens(RunningProcess process) {
        return process.awaitStderr(LISTENS_OR_NOT).group().startsWith("Server listening");
    }

    private static List<ProcessHandle> connections(ProcessHandle daemon) {
        return daemon.descendants().filter(OpenSshServer::isSshd).toList();
    }

    /** Told from the commands, which are descendants too, by the program's name ({@code sshd-session} in newer ones). */
    private static boolean isSshd(ProcessHandle process) {
        return process.info()
                .command()
                .map(path -> Path.of(path).getFileName().toString().startsWith("sshd"))
                .orElse(false);
    }

    private static void kill(ProcessHandle process) {
        // Looked for rather than told: the completion of onExit has been seen not to come.
        Processes.awaitThat("the end of sshd's process " + process.pid(), () -> {
            process.destroyForcibly();
            return !process.isAlive();
        });
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.path().resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

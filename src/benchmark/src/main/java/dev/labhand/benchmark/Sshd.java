package dev.labhand.benchmark;

import dev.labhand.ssh.SshSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An OpenSSH server of our own on a loopback port, in which the current user's login shell is {@code /bin/dash} where that can
 * be had without changing the machine: as root, through a private mount of {@code /etc/passwd} that ends with the server.
 * Start-up files of a big shell would else hide all differences.
 */
final class Sshd {

    /** What Labhand and an OpenSSH server agree on. */
    static final String LABHANDS_CIPHER = "aes128-gcm@openssh.com";

    private final int port;
    private final String user = System.getProperty("user.name");
    private final Path folder;
    private final boolean plainShell;

    private Sshd(int port, Path folder, boolean plainShell) {
        this.port = port;
        this.folder = folder;
        this.plainShell = plainShell;
    }

    static Sshd start(Workshop workshop) throws Exception {
        Path folder = Files.createDirectory(workshop.folder().resolve("sshd"));
        int port = Workshop.freePort();
        Sshd sshd = new Sshd(port, folder, isRoot() && canMount());
        keygen(folder.resolve("host"));
        keygen(sshd.identity());
        Files.writeString(
                sshd.knownHosts(), "[127.0.0.1]:" + port + " " + Files.readString(folder.resolve("host.pub")));
        Path config = Files.writeString(
                folder.resolve("config"), config(port, folder.resolve("host"), folder.resolve("identity.pub")));
        workshop.startOn(port, "sshd", sshd.command(config));
        return sshd;
    }

    int port() {
        return port;
    }

    String user() {
        return user;
    }

    Path identity() {
        return folder.resolve("identity");
    }

    Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    /** What the arguments PORT USER KEY KNOWN-HOSTS of the load generators are. */
    List<String> arguments() {
        return List.of(
                Integer.toString(port),
                user,
                identity().toString(),
                knownHosts().toString());
    }

    /** How Labhand reaches a server that has these arguments. */
    static SshSettings settings(String[] arguments) {
        return new SshSettings(
                List.of(Path.of(arguments[2])),
                Optional.empty(),
                Optional.empty(),
                SshSettings.HostKeyPolicy.STRICT,
                Path.of(arguments[3]),
                Duration.ofSeconds(15));
    }

    /** The beginning of a command line of {@code ssh}: all but where to, and what. */
    List<String> ssh(String... more) {
        List<String> command = new ArrayList<>(List.of("ssh", "-F", "none", "-p", Integer.toString(port)));
        command.addAll(List.of("-i", identity().toString(), "-o", "UserKnownHostsFile=" + knownHosts()));
        command.addAll(List.of("-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"));
        command.addAll(List.of(more));
        command.add(target());
        return command;
    }

    /** {@code user@127.0.0.1:port}, as Labhand's targets are written. */
    String address() {
        return user + "@127.0.0.1:" + port;
    }

    private String target() {
        return user + "@127.0.0.1";
    }

    /** For the reader: whose shell runs the commands. */
    String shell() {
        return plainShell ? "/bin/dash" : "the login shell of " + user;
    }

    private List<String> command(Path config) throws IOException {
        List<String> sshd = List.of("/usr/sbin/sshd", "-D", "-e", "-f", config.toString());
        if (!plainShell) {
            return sshd;
        }
        Path passwd = folder.resolve("passwd");
        List<String> lines = Files.readAllLines(Path.of("/etc/passwd")).stream()
                .map(line -> line.startsWith(user + ":") ? line.replaceFirst(":[^:]*$", ":/bin/dash") : line)
                .toList();
        Files.write(passwd, lines);
        List<String> command = new ArrayList<>(List.of(
                "unshare", "--mount", "sh", "-c", "mount --bind \"$0\" /etc/passwd && exec \"$@\"", passwd.toString()));
        command.addAll(sshd);
        return command;
    }

    private static String config(int port, Path hostKey, Path authorizedKeys) {
        return """
            ListenAddress 127.0.0.1:%d
            HostKey %s
            AuthorizedKeysFile %s
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes
            AcceptEnv LANG LC_*
            LogLevel ERROR
            Subsystem sftp internal-sftp
            # The default of 10 would refuse peers that put 16 commands on one connection.
            MaxSessions 64
            MaxStartups 100
            """.formatted(port, hostKey, authorizedKeys);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean canMount() throws Exception {
        return new ProcessBuilder("unshare", "--mount", "mount", "--bind", "/etc/passwd", "/etc/passwd")
                        .start()
                        .waitFor()
                == 0;
    }

    private static void keygen(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "benchmark", "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("ssh-keygen: " + output);
        }
    }
}

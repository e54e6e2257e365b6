package dev.labhand.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Accounts that only the processes of one server see: a copy of {@code /etc} in a mount namespace of its own, with the accounts
 * {@code lab} (may use sudo, with the password), {@code free} (may use sudo without one) and {@code none} (may not use it). Needs
 * root.
 */
public final class OwnAccounts implements AutoCloseable {

    /** The password of every account. */
    public static final String PASSWORD = "s3cret pässword";

    private static final List<String> NAMES = List.of("lab", "free", "none");
    private static final int FIRST_ID = 60_001;

    private final TemporaryFolder folder = TemporaryFolder.create("accounts");
    private final Path etc = folder.path().resolve("etc");

    private OwnAccounts() {}

    /** Makes the accounts, which may log in with a key. */
    public static OwnAccounts create(String publicLine) {
        OwnAccounts accounts = new OwnAccounts();
        try {
            accounts.fill(publicLine);
            return accounts;
        } catch (IOException e) {
            accounts.close();
            throw new UncheckedIOException(e);
        }
    }

    static boolean arePossible() {
        return System.getProperty("user.name").equals("root")
                && Files.isExecutable(Path.of("/usr/bin/sudo"))
                && RunningProcess.run("unshare", "-m", "mount", "--bind", "/etc", "/etc")
                                .exit()
                        == 0;
    }

    private void fill(String publicLine) throws IOException {
        RunningProcess.run("cp", "-a", "/etc", etc.toString()).succeeded();
        String hash = RunningProcess.run("openssl", "passwd", "-6", PASSWORD)
                .succeeded()
                .stdout()
                .strip();
        int id = FIRST_ID;
        for (String name : NAMES) {
            Path home = Files.createDirectory(etc.resolve("home-" + name));
            add("passwd", "%s:x:%d:%d::/etc/%s:/bin/sh\n".formatted(name, id, id, home.getFileName()));
            add("group", "%s:x:%d:\n".formatted(name, id));
            add("shadow", "%s:%s:19000:0:99999:7:::\n".formatted(name, hash));
            RunningProcess.run("chown", id + ":" + id, home.toString()).succeeded();
            id++;
        }
        Path sudoers = Files.writeString(
                etc.resolve("sudoers.d/labhand-e2e"), "lab ALL=(ALL) ALL\nfree ALL=(ALL) NOPASSWD: ALL\n");
        Files.setPosixFilePermissions(sudoers, PosixFilePermissions.fromString("r--r-----"));
        Files.writeString(etc.resolve("authorized_keys"), publicLine + "\n");
    }

    private void add(String file, String line) throws IOException {
        Files.writeString(etc.resolve(file), line, StandardOpenOption.APPEND);
    }

    /** Where the accounts' authorized keys are, as their processes see it. */
    String authorizedKeys() {
        return "/etc/authorized_keys";
    }

    /** What to put before a command so that it sees the accounts. */
    List<String> prefix() {
        return List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                "mount --bind " + etc + " /etc && exec \"$@\"",
                "sh");
    }

    @Override
    public void close() {
        folder.close();
    }
}

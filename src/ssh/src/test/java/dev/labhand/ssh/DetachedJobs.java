package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.ssh.RunningCommand.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Detached jobs on a server in this process, with a home of their own. */
abstract class DetachedJobs {

    @TempDir
    static Path folder;

    static Path home;
    static TestServer server;
    static SshCommands commands;

    final String id = JobId.mint().value();

    @BeforeAll
    static void start() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        server = TestServer.start();
        server.environment.put("HOME", home.toString());
        commands = SshCommands.open(TestServer.settings(folder));
    }

    @AfterAll
    static void stop() throws IOException {
        commands.close();
        server.close();
    }

    Captured start(String command) {
        return start(command, Captured.grace(Duration.ofMillis(300)));
    }

    Captured start(String command, ExecOptions options) {
        return new Captured(commands, server.endpoint(), DetachedJob.fresh(id, command, options));
    }

    Captured follow(long stdout, long stderr) {
        return new Captured(
                commands,
                server.endpoint(),
                DetachedJob.resumed(id, "unknown", ExecOptions.DEFAULTS, stdout, stderr, false));
    }

    static Ending ending(Outcome outcome) {
        return new Ending(outcome, Optional.empty());
    }

    /** The job's folder, which exists. */
    Path record() throws IOException {
        try (var hosts = Files.newDirectoryStream(home.resolve(".labhand/jobs"))) {
            for (Path host : hosts) {
                if (Files.exists(host.resolve(id))) {
                    return host.resolve(id);
                }
            }
        }
        throw new AssertionError("no folder of job " + id);
    }

    static boolean isAlive(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }
}

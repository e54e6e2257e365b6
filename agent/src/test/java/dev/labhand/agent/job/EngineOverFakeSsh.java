package dev.labhand.agent.job;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecRequest;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.protocol.JobOutput;
import dev.labhand.ssh.SshEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An engine whose commands do what the test says, on a disk and at a time of the test. */
abstract class EngineOverFakeSsh {

    static final Target.SshHost DUT = new Target.SshHost(Optional.of("lab"), "dut1", OptionalInt.of(2222));
    static final SshEndpoint SSHD = SshEndpoint.of("lab", "127.0.0.1", 22);
    static final int KEEP = 3;

    @TempDir
    Path folder;

    final FakeSsh ssh = new FakeSsh();
    FullDisk disk;
    Instant now = Instant.now();
    JobEngine engine;

    @BeforeEach
    void open() throws Exception {
        RetentionSettings retention = new RetentionSettings(KEEP, Duration.ofDays(30), 100, 50);
        JobSettings settings =
                new JobSettings(folder.resolve("jobs"), retention, Optional.of(SSHD), Map.of("dut", DUT));
        disk = new FullDisk(Disk.of(folder));
        engine = new JobEngine(settings, ssh, disk, Runnable::run, () -> now);
    }

    /** As an agent that starts on what one left that closed nothing. */
    void restart() throws Exception {
        ssh.started.clear();
        open();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    void later(Duration time) {
        now = now.plus(time);
        engine.sweep();
    }

    Job start(String command) {
        return engine.start(new ExecRequest(Target.parse("host"), command, ExecOptions.DEFAULTS));
    }

    Job start(String command, String id) {
        return engine.start(
                new ExecRequest(Target.parse("host"), command, ExecOptions.DEFAULTS.withJobId(new JobId(id))));
    }

    void finished(String id, String output) throws Exception {
        start("echo", id);
        ssh.started.getLast().writes(output);
        ssh.started.getLast().ends(new Outcome.Exited(0));
    }

    static JobOutput read(Job job, long offset) {
        try {
            return job.view().read(offset, 0, 100, Duration.ofDays(1));
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}

package dev.labhand.agent.job;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecRequest;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.ssh.SshEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A process that runs jobs until it is killed. Each writes known data, in turns to both streams. On standard output it tells
 * {@code begun ID} once a job is started, and {@code ended ID} once it is seen to have ended.
 */
final class DyingAgent {

    /** How many chunks a job writes. */
    static final int CHUNKS = 40;

    private DyingAgent() {}

    /** The data folder, and what the ids begin with. */
    public static void main(String[] args) throws Exception {
        FakeSsh ssh = new FakeSsh();
        JobEngine engine = JobEngine.open(settings(Path.of(args[0])), ssh);
        for (int worker = 0; worker < 2; worker++) {
            String prefix = args[1] + "-" + worker + "-";
            Thread.ofPlatform().start(() -> work(engine, ssh, prefix));
        }
    }

    static JobSettings settings(Path folder) {
        SshEndpoint nowhere = SshEndpoint.of("lab", "127.0.0.1", 22);
        return new JobSettings(folder, RetentionSettings.DEFAULTS, Optional.of(nowhere), Map.of());
    }

    static ExecRequest request(String id) {
        ExecOptions options = ExecOptions.DEFAULTS.withJobId(new JobId(id));
        return new ExecRequest(new Target.Local(), id, id.endsWith("3") ? options.withDetached() : options);
    }

    /** The chunk of a number: its stream, and its bytes. */
    static boolean isError(int chunk) {
        return chunk % 3 == 1;
    }

    static byte[] chunk(String id, int chunk) {
        return (id + "/" + chunk + "\n").repeat(1 + chunk * 20).getBytes(StandardCharsets.US_ASCII);
    }

    private static void work(JobEngine engine, FakeSsh ssh, String prefix) {
        try {
            for (int i = 0; ; i++) {
                String id = prefix + i;
                Job job = engine.start(request(id));
                tell("begun " + id);
                FakeSsh.Command command = command(ssh, id);
                command.output().begun();
                for (int chunk = 0; chunk < CHUNKS; chunk++) {
                    byte[] bytes = chunk(id, chunk);
                    if (isError(chunk)) {
                        command.output().stderr(bytes, 0, bytes.length);
                    } else {
                        command.output().stdout(bytes, 0, bytes.length);
                    }
                }
                command.ends(new Outcome.Exited(i % 100));
                job.await(Optional.empty());
                tell("ended " + id);
                ssh.started.remove(command);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FakeSsh.Command command(FakeSsh ssh, String id) {
        while (true) {
            for (FakeSsh.Command command : ssh.started) {
                if (command.command().equals(id)) {
                    return command;
                }
            }
            Thread.onSpinWait();
        }
    }

    private static synchronized void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }
}

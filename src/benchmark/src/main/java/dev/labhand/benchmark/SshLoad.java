package dev.labhand.benchmark;

import dev.labhand.agent.job.Job;
import dev.labhand.agent.job.JobEngine;
import dev.labhand.agent.job.JobSettings;
import dev.labhand.agent.job.RetentionSettings;
import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecRequest;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs {@code true} again and again by Labhand's SSH library, in a process of its own: see {@link LineLoad}. With a folder for
 * jobs, through the job engine of an agent, which keeps each one there.
 */
final class SshLoad {

    /** Few: in the long run as many are forgotten as come, and that should begin with the warm-up. */
    private static final int KEPT_JOBS = 1_000;

    private static final CommandOutput NOWHERE = new CommandOutput() {
        @Override
        public void stdout(byte[] buffer, int offset, int length) {}

        @Override
        public void stderr(byte[] buffer, int offset, int length) {}
    };

    /** Runs {@code true} once and waits for its end. */
    @FunctionalInterface
    private interface Runner {
        Outcome runTrue() throws InterruptedException;
    }

    private final Runner runner;

    private SshLoad(Runner runner) {
        this.runner = runner;
    }

    /** Starts the process, with the JVM flags of an agent. */
    static Service withoutJobs(Workshop workshop, Sshd sshd, Service agent) throws Exception {
        return start("ssh-library", workshop, agent, sshd.arguments());
    }

    /** The same with the job store, in memory. */
    static Service withJobs(Workshop workshop, Sshd sshd, Service agent) throws Exception {
        List<String> arguments = new ArrayList<>(sshd.arguments());
        arguments.add(workshop.memory().resolve("jobs").toString());
        return start("ssh-job-engine", workshop, agent, arguments);
    }

    private static Service start(String name, Workshop workshop, Service agent, List<String> arguments)
            throws Exception {
        List<String> command = new ArrayList<>(workshop.likeAgent(agent, SshLoad.class));
        command.addAll(arguments);
        return workshop.start(name, command, Map.of());
    }

    /** Takes PORT USER KEY KNOWN-HOSTS [JOBS-FOLDER]. */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        try (SshCommands commands = SshCommands.open(Sshd.settings(args))) {
            if (args.length < 5) {
                SshEndpoint endpoint = SshEndpoint.of(args[1], "127.0.0.1", port);
                new SshLoad(() -> directly(commands, endpoint)).answer();
            } else {
                Target target = new Target.SshHost(Optional.of(args[1]), "127.0.0.1", OptionalInt.of(port));
                RetentionSettings defaults = RetentionSettings.DEFAULTS;
                RetentionSettings retention =
                        new RetentionSettings(KEPT_JOBS, defaults.age(), defaults.bytes(), defaults.reserve());
                JobSettings settings = new JobSettings(Path.of(args[4]), retention, Optional.empty(), Map.of());
                try (JobEngine engine = JobEngine.open(settings, commands)) {
                    new SshLoad(() -> asJob(engine, target)).answer();
                }
            }
        }
    }

    private static Outcome directly(SshCommands commands, SshEndpoint endpoint) {
        return commands.start(endpoint, "true", ExecOptions.DEFAULTS, NOWHERE)
                .ending()
                .join()
                .outcome();
    }

    private static Outcome asJob(JobEngine engine, Target target) throws InterruptedException {
        Job job = engine.start(new ExecRequest(target, "true", ExecOptions.DEFAULTS));
        job.await(Optional.empty());
        return job.outcome();
    }

    private void answer() throws IOException, ExecutionException, InterruptedException {
        runTrue();
        System.out.println("ready 0");
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] words = line.split(" ", -1);
            System.out.println(run(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
        }
    }

    private String run(int inFlight, int seconds) throws ExecutionException, InterruptedException {
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(seconds).toNanos();
        long count = 0;
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Long> worker = () -> {
                long done = 0;
                while (System.nanoTime() < end) {
                    runTrue();
                    done++;
                }
                return done;
            };
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < inFlight; i++) {
                running.add(workers.submit(worker));
            }
            for (Future<Long> each : running) {
                count += each.get();
            }
        }
        return String.format(Locale.ROOT, "%d %.6f", count, (System.nanoTime() - start) / 1e9);
    }

    private void runTrue() throws InterruptedException {
        Outcome outcome = runner.runTrue();
        if (!outcome.succeeded()) {
            throw new IllegalStateException("true ended as " + outcome);
        }
    }
}

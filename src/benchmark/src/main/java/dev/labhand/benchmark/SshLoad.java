package dev.labhand.benchmark;

import dev.labhand.api.ExecOptions;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.SshSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs {@code true} again and again by Labhand's SSH library, in a process of its own: see {@link LineLoad}. */
final class SshLoad {

    private static final CommandOutput NOWHERE = new CommandOutput() {
        @Override
        public void stdout(byte[] buffer, int offset, int length) {}

        @Override
        public void stderr(byte[] buffer, int offset, int length) {}
    };

    private final SshCommands commands;
    private final SshEndpoint endpoint;

    private SshLoad(SshCommands commands, SshEndpoint endpoint) {
        this.commands = commands;
        this.endpoint = endpoint;
    }

    /** Starts the process, with the JVM flags of an agent. */
    static Service start(Workshop workshop, Sshd sshd, Service agent) throws Exception {
        List<String> command = new ArrayList<>(workshop.likeAgent(agent, SshLoad.class));
        command.addAll(sshd.arguments());
        return workshop.start("ssh-library", command, Map.of());
    }

    /** Takes PORT USER KEY KNOWN-HOSTS. */
    public static void main(String[] args) throws Exception {
        SshSettings settings = new SshSettings(
                List.of(Path.of(args[2])),
                Optional.empty(),
                Optional.empty(),
                SshSettings.HostKeyPolicy.STRICT,
                Path.of(args[3]),
                Duration.ofSeconds(15));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (SshCommands commands = SshCommands.open(settings)) {
            SshLoad load = new SshLoad(commands, SshEndpoint.of(args[1], "127.0.0.1", Integer.parseInt(args[0])));
            load.runTrue();
            System.out.println("ready 0");
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                String[] words = line.split(" ", -1);
                System.out.println(load.run(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
            }
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

    private void runTrue() {
        RunningCommand.Ending ending = commands.start(endpoint, "true", ExecOptions.DEFAULTS, NOWHERE)
                .ending()
                .join();
        if (!ending.outcome().succeeded()) {
            throw new IllegalStateException("true ended as " + ending.outcome());
        }
    }
}

package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.ssh.RunningCommand.Ending;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A command whose output is kept in memory. */
final class Captured implements CommandOutput {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicInteger begun = new AtomicInteger();
    private final RunningCommand running;

    Captured(SshCommands commands, SshEndpoint endpoint, String command, ExecOptions options) {
        running = commands.start(endpoint, command, options, this);
    }

    Captured(SshCommands commands, SshEndpoint endpoint, DetachedJob job) {
        running = commands.startDetached(endpoint, job, this);
    }

    Captured(SshCommands commands, SshEndpoint endpoint, String command) {
        this(commands, endpoint, command, ExecOptions.DEFAULTS);
    }

    @Override
    public synchronized void stdout(byte[] buffer, int offset, int length) {
        out.write(buffer, offset, length);
        notifyAll();
    }

    @Override
    public synchronized void stderr(byte[] buffer, int offset, int length) {
        err.write(buffer, offset, length);
    }

    @Override
    public void begun() {
        begun.incrementAndGet();
    }

    /** How often it was told that the command began. */
    int timesBegun() {
        return begun.get();
    }

    RunningCommand running() {
        return running;
    }

    Ending end() throws Exception {
        return running.ending().get(60, TimeUnit.SECONDS);
    }

    /** Waits for the first line of standard output. */
    String awaitOutput() throws InterruptedException {
        return awaitOutput("\n");
    }

    /** Waits until standard output holds this text. */
    synchronized String awaitOutput(String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!out().contains(text)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no '" + text + "' in 60 s, but: " + out() + err());
            }
            wait(left);
        }
        return out();
    }

    synchronized String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    synchronized String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    synchronized byte[] outBytes() {
        return out.toByteArray();
    }

    static ExecOptions grace(Duration grace) {
        return options(Optional.empty(), Optional.empty(), grace, 1L << 30);
    }

    static ExecOptions outputLimit(long bytes) {
        return options(Optional.empty(), Optional.empty(), Duration.ofSeconds(5), bytes);
    }

    static ExecOptions shell(Map<String, String> env, Optional<String> cwd) {
        return options(Optional.of(env), cwd, Duration.ofSeconds(5), 1L << 30);
    }

    static ExecOptions idleTimeout(Duration limit) {
        ExecOptions d = ExecOptions.DEFAULTS;
        return new ExecOptions(
                Optional.empty(),
                Optional.of(limit),
                d.grace(),
                d.waitLimit(),
                d.stdin(),
                d.env(),
                d.cwd(),
                d.outputLimit(),
                d.inline(),
                d.encoding(),
                d.jobId());
    }

    private static ExecOptions options(
            Optional<Map<String, String>> env, Optional<String> cwd, Duration grace, long outputLimit) {
        ExecOptions d = ExecOptions.DEFAULTS;
        return new ExecOptions(
                d.timeout(),
                d.idleTimeout(),
                grace,
                d.waitLimit(),
                d.stdin(),
                env,
                cwd,
                outputLimit,
                d.inline(),
                d.encoding(),
                d.jobId());
    }
}

package dev.labhand.e2e.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A process whose output is collected as it comes, and which does not outlive its test. */
public final class RunningProcess implements AutoCloseable {

    /** How long anything may take before a test fails: generous, for machines are slow when they are busy. */
    public static final Duration DEADLINE = Duration.ofSeconds(90);

    private final List<String> command;
    private final Process process;
    private final Collector stdout;
    private final Collector stderr;

    private RunningProcess(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        this.stdout = Collector.of(process.getInputStream());
        this.stderr = Collector.of(process.getErrorStream());
    }

    /** Starts a process and leaves its standard input open. */
    public static RunningProcess start(ProcessBuilder builder) {
        try {
            return new RunningProcess(List.copyOf(builder.command()), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a process with empty standard input to its end. */
    public static Finished run(String... command) {
        try (RunningProcess process = start(new ProcessBuilder(command))) {
            process.closeStdin();
            return process.await();
        }
    }

    /** Writes to standard input; a process that no longer reads is no error. */
    public void writeStdin(byte[] bytes) {
        try {
            OutputStream stdin = process.getOutputStream();
            stdin.write(bytes);
            stdin.flush();
        } catch (IOException _) {
            // It ended or closed its standard input, which its own results show.
        }
    }

    /** Ends standard input. */
    public void closeStdin() {
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // As in writeStdin.
        }
    }

    /** Waits until standard output contains a match. Fails with all output if that does not happen in time. */
    public MatchResult awaitStdout(Pattern pattern) {
        return awaitMatch(stdout, pattern);
    }

    /** Waits until standard error contains a match. Fails with all output if that does not happen in time. */
    public MatchResult awaitStderr(Pattern pattern) {
        return awaitMatch(stderr, pattern);
    }

    /** Waits for the end. Fails with all output, and kills the process, if it does not come in time. */
    public Finished await() {
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("did not end within " + DEADLINE.toSeconds() + " s: " + this);
            }
            stdout.awaitEnd();
            stderr.awaitEnd();
            return new Finished(command, process.exitValue(), stdout.bytes(), stderr.bytes());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a signal by name, such as {@code INT}. */
    public void signal(String name) {
        run("kill", "-" + name, Long.toString(process.pid()));
    }

    /** The process itself. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it has written to standard error so far. */
    public String stderr() {
        return stderr.text();
    }

    /** Kills it and all that it started, unless that has ended already. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Processes.awaitThat("the end of " + command, () -> !process.isAlive());
    }

    @Override
    public String toString() {
        return String.join(" ", command) + (process.isAlive() ? "\nruns" : "\nexit " + process.exitValue())
                + "\n--- stdout\n" + stdout.text() + "--- stderr\n" + stderr.text();
    }

    private MatchResult awaitMatch(Collector stream, Pattern pattern) {
        return stream.awaitMatch(pattern)
                .orElseThrow(
                        () -> new AssertionError("no " + pattern + " within " + DEADLINE.toSeconds() + " s: " + this));
    }
}

package dev.labhand.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that was started for a measurement. Its standard error goes to a file, as a service's log does. */
final class Service {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("ready.*?(\\d+)$");

    private final String name;
    private final Process process;
    private final Path log;
    private final BufferedReader output;
    private volatile int port;

    private Service(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static Service launch(String name, List<String> command, Map<String, String> environment, Path folder)
            throws IOException {
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        return new Service(name, builder.start(), log);
    }

    long pid() {
        return process.pid();
    }

    /** The port it named in its ready line, or that it was given. */
    int port() {
        return port;
    }

    /** The process's command line: after {@code exec}, that of what the launcher became. */
    List<String> commandLine() throws IOException {
        String text = Files.readString(Path.of("/proc", Long.toString(pid()), "cmdline"));
        return List.of(text.split("\0"));
    }

    void awaitReadyLine() throws Exception {
        String line = within(START_LIMIT, this::nextLine);
        Matcher ready = READY.matcher(line);
        if (!ready.find()) {
            throw new IOException(name + " said \"" + line + "\" instead of being ready" + logged());
        }
        port = Integer.parseInt(ready.group(1));
    }

    void awaitListening(int expected) throws Exception {
        port = expected;
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), expected).close();
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException(name + " does not listen on port " + expected + logged(), e);
                }
                Thread.sleep(20);
            }
        }
    }

    /** Writes a line to its standard input and returns the line it answers. */
    String ask(String question, Duration limit) throws Exception {
        process.outputWriter(StandardCharsets.UTF_8)
                .append(question)
                .append('\n')
                .flush();
        return within(limit, this::nextLine);
    }

    /** Ends it and all it started: TERM, five seconds, KILL. */
    void stop() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    private String nextLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException(name + " ended" + logged());
        }
        return line;
    }

    private <T> T within(Duration limit, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : e;
        } catch (TimeoutException e) {
            throw new IOException(name + " gave no answer within " + limit.toSeconds() + " s" + logged(), e);
        }
    }

    private String logged() {
        try {
            String text = Files.readString(log).strip();
            return text.isEmpty() ? "" : "; its log says:\n" + text.substring(Math.max(0, text.length() - 2_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

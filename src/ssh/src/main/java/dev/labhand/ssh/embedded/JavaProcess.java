package dev.labhand.ssh.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A child started by the JDK, for machines where {@link PosixStarter} finds no ground. It shares the agent's session and
 * process group; of signals only TERM and KILL reach it, and through its descendants as they are found; and death by a signal
 * cannot be told from an exit with code 128 + signal, so it is reported as that code. The JDK cannot end a blocked read or
 * write of a pipe, so after {@link #release()} they end when the process does something with its side.
 */
final class JavaProcess implements ChildProcess {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final Process process;

    private JavaProcess(Process process) {
        this.process = process;
    }

    static ChildProcess start(ShellInvocation invocation) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(invocation.program());
        invocation.arguments().stream()
                .skip(1)
                .map(argument -> new String(argument, StandardCharsets.UTF_8))
                .forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File(invocation.directory()));
        builder.environment().clear();
        builder.environment().putAll(invocation.environment());
        return new JavaProcess(builder.start());
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    @Override
    public InputStream stdout() {
        return process.getInputStream();
    }

    @Override
    public InputStream stderr() {
        return process.getErrorStream();
    }

    /** The JDK has no way to wait for bytes without reading them, so this looks again and again. */
    @Override
    public boolean awaitStderr() throws IOException {
        while (true) {
            boolean alive = process.isAlive();
            if (process.getErrorStream().available() > 0) {
                return true;
            }
            if (!alive) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    @Override
    public Exit waitFor() {
        return new Exit.Code(process.onExit().join().exitValue());
    }

    @Override
    public boolean signal(SshSignal signal) {
        if ((signal != SshSignal.TERM && signal != SshSignal.KILL) || !process.isAlive()) {
            return false;
        }
        tree().forEach(signal == SshSignal.TERM ? ProcessHandle::destroy : ProcessHandle::destroyForcibly);
        return true;
    }

    @Override
    public void terminate(Duration grace) {
        List<ProcessHandle> tree = tree();
        tree.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + grace.toNanos();
        for (ProcessHandle member : tree) {
            member.onExit()
                    .completeOnTimeout(member, Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
                    .join();
        }
        tree.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    @Override
    public void release() {}
}

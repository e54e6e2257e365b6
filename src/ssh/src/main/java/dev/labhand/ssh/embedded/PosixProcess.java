package dev.labhand.ssh.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A child that leads a session, and so a process group, of its own. */
final class PosixProcess implements ChildProcess {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final int NO_SIGNAL = 0;

    private final int pid;
    private final OutputStream stdin;
    private final InputStream stdout;
    private final PipeEnd.Input stderr;
    private final PipeEnd.Release release;
    /** Guards against signals to whoever gets the number next. */
    private boolean reaped;

    PosixProcess(int pid, PipeSet pipes) {
        this.pid = pid;
        this.release = new PipeEnd.Release(pipes.event(), 3);
        this.stdin = PipeEnd.output(pipes.stdin(), release);
        this.stdout = PipeEnd.input(pipes.stdout(), release);
        this.stderr = PipeEnd.input(pipes.stderr(), release);
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public OutputStream stdin() {
        return stdin;
    }

    @Override
    public InputStream stdout() {
        return stdout;
    }

    @Override
    public InputStream stderr() {
        return stderr;
    }

    @Override
    public boolean awaitStderr() throws IOException {
        return stderr.awaitBytes();
    }

    @Override
    public Exit waitFor() {
        try {
            Libc.awaitEnd(pid);
            synchronized (this) {
                Exit exit = Libc.reap(pid);
                reaped = true;
                return exit;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the end of process " + pid + " cannot be told", e);
        }
    }

    @Override
    public synchronized boolean signal(SshSignal signal) {
        return !reaped && Libc.killGroup(pid, signal.number);
    }

    @Override
    public void terminate(Duration grace) {
        if (!signal(SshSignal.TERM)) {
            return;
        }
        long deadline = System.nanoTime() + grace.toNanos();
        // The number of a group stays taken while it has members, so what is asked here is still our group.
        while (Libc.killGroup(pid, NO_SIGNAL)) {
            if (System.nanoTime() - deadline >= 0) {
                Libc.killGroup(pid, SshSignal.KILL.number);
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    @Override
    public void release() {
        release.now();
    }

    @Override
    public String toString() {
        return "process " + pid;
    }
}

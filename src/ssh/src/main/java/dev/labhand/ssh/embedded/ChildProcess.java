package dev.labhand.ssh.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * A process of this machine and its three pipes. Each stream belongs to one thread, which closes it; {@link #release()} ends the
 * blocked reads and writes of all.
 */
public interface ChildProcess {

    /** How a process ended. */
    sealed interface Exit {
        /** By itself, with a code from 0 to 255. */
        record Code(int code) implements Exit {}

        /** By a signal. */
        record Signal(int number, boolean coreDumped) implements Exit {}
    }

    /** Starts processes. */
    interface Starter {
        /**
         * Starts a command.
         *
         * @throws IOException if nothing was started; the message says why, such as {@code /bin/zsh: No such file or directory}
         */
        ChildProcess start(ShellInvocation invocation) throws IOException;

        /** The best way to start processes on this machine. */
        static Starter forThisMachine() {
            Optional<Starter> posix = PosixStarter.find();
            return posix.orElse(JavaProcess::start);
        }
    }

    /** Its number, which no other process gets until {@link #waitFor()} has returned. */
    long pid();

    /** To the process's standard input. A write fails when nobody reads any more. */
    OutputStream stdin();

    /** From the process's standard output. */
    InputStream stdout();

    /** From the process's standard error. */
    InputStream stderr();

    /**
     * Waits until standard error has bytes to read, which {@link InputStream#available()} tells then, unless another thread has
     * read them.
     *
     * @return false if it never will have any: at its end, or released
     */
    boolean awaitStderr() throws IOException;

    /** Waits for the end of the process itself; what it started may live on. Called once. */
    Exit waitFor();

    /** Sends a signal to the process and all of its group. False if it has ended, or cannot be signalled so. */
    boolean signal(SshSignal signal);

    /** Ends the process and all of its group: TERM, and KILL to what is left after the grace time. Waits until then. */
    void terminate(Duration grace);

    /** Lets go of the pipes: reads end, writes fail, and the process gets SIGPIPE when it writes. */
    void release();
}

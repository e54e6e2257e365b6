package dev.labhand.ssh.embedded;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Calls of 64-bit Linux about descriptors and processes. A call that a signal interrupts is made again. Fails to initialize
 * where a function is missing.
 */
final class Libc {

    static final int O_CLOEXEC = 02000000;
    static final short POLLIN = 1;
    static final short POLLOUT = 4;
    static final int ESRCH = 3;
    private static final int EINTR = 4;
    private static final int SIGCHLD = 17;
    private static final long SIG_DFL = 0;
    private static final int P_PID = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x01000000;
    private static final int SIGINFO_BYTES = 128;

    private static final NativeFunction PIPE2 = NativeFunction.of("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
    private static final NativeFunction EVENTFD = NativeFunction.of("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final NativeFunction READ = NativeFunction.of("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final NativeFunction WRITE = NativeFunction.of("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final NativeFunction CLOSE = NativeFunction.of("close", JAVA_INT, JAVA_INT);
    private static final NativeFunction POLL = NativeFunction.of("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final NativeFunction SIGNAL = NativeFunction.of("signal", JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final NativeFunction KILL = NativeFunction.of("kill", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final NativeFunction WAITID =
            NativeFunction.of("waitid", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final NativeFunction WAITPID = NativeFunction.of("waitpid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final NativeFunction STRERROR = NativeFunction.of("strerror", JAVA_LONG, JAVA_INT);

    private Libc() {}

    /** A new pipe: the end to read from, then the end to write to. Neither outlives an exec. */
    static int[] pipe() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            checked("pipe", PIPE2.call(ends, O_CLOEXEC));
            return ends.toArray(JAVA_INT);
        }
    }

    /** A descriptor that becomes readable, for good, by {@link #raise}. */
    static int event() throws IOException {
        return (int) checked("eventfd", EVENTFD.call(0, O_CLOEXEC));
    }

    static void raise(int event) {
        try (Arena arena = Arena.ofConfined()) {
            WRITE.call(event, arena.allocateFrom(JAVA_LONG, 1), JAVA_LONG.byteSize());
        }
    }

    /** Reads what is there, at least a byte unless at the end (0). */
    static int read(int descriptor, MemorySegment into) throws IOException {
        long count;
        do {
            count = READ.call(descriptor, into, into.byteSize());
        } while (count == -EINTR);
        return (int) checked("read", count);
    }

    /** What is to be had from a pipe. */
    enum PipeState {
        BYTES,
        NOTHING_YET,
        END
    }

    /** Looks at a pipe, without waiting. */
    static PipeState state(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polled = arena.allocate(8);
            polled.set(JAVA_INT, 0, descriptor);
            polled.set(JAVA_SHORT, 4, POLLIN);
            long ready;
            do {
                ready = POLL.call(polled, 1L, 0);
            } while (ready == -EINTR);
            checked("poll", ready);
            short events = polled.get(JAVA_SHORT, 6);
            return (events & POLLIN) != 0 ? PipeState.BYTES : events == 0 ? PipeState.NOTHING_YET : PipeState.END;
        }
    }

    /** Writes all or some of the bytes. */
    static int write(int descriptor, MemorySegment from) throws IOException {
        long count;
        do {
            count = WRITE.call(descriptor, from, from.byteSize());
        } while (count == -EINTR);
        return (int) checked("write", count);
    }

    /** Closes it. Linux frees the descriptor whatever the result. */
    static void close(int descriptor) {
        CLOSE.call(descriptor);
    }

    /**
     * Waits until a descriptor can be read from or written to, has failed or has lost its other end.
     *
     * @return false if the event was raised, which counts first
     */
    static boolean await(int descriptor, short direction, int event) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polled = arena.allocate(16);
            polled.set(JAVA_INT, 0, event);
            polled.set(JAVA_SHORT, 4, POLLIN);
            polled.set(JAVA_INT, 8, descriptor);
            polled.set(JAVA_SHORT, 12, direction);
            long ready;
            do {
                ready = POLL.call(polled, 2L, -1);
            } while (ready == -EINTR);
            checked("poll", ready);
            return polled.get(JAVA_SHORT, 6) == 0;
        }
    }

    /** Sends a signal to all processes of a group; 0 only asks whether there are any. False if there are none. */
    static boolean killGroup(int group, int signal) {
        return KILL.call(-group, signal) != -ESRCH;
    }

    /** A process started with SIGCHLD ignored, as some supervisors do, is not told how its children end: undoes that. */
    static void listenToChildren() {
        SIGNAL.call(SIGCHLD, SIG_DFL);
    }

    /** Waits until a child has ended, and leaves it a zombie, so that its number stays taken. */
    static void awaitEnd(int pid) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_BYTES, 8);
            long result;
            do {
                result = WAITID.call(P_PID, pid, info, WEXITED | WNOWAIT);
            } while (result == -EINTR);
            checked("waitid", result);
        }
    }

    /** Frees the number of a child that has ended, and tells how it ended. */
    static ChildProcess.Exit reap(int pid) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment word = arena.allocate(JAVA_INT);
            long result;
            do {
                result = WAITPID.call(pid, word, 0);
            } while (result == -EINTR);
            checked("waitpid", result);
            int status = word.get(JAVA_INT, 0);
            int signal = status & 0x7f;
            return signal == 0
                    ? new ChildProcess.Exit.Code((status >> 8) & 0xff)
                    : new ChildProcess.Exit.Signal(signal, (status & 0x80) != 0);
        }
    }

    /** The message that the C library has for an error number. */
    @SuppressWarnings("restricted") // strerror gives a string that ends in NUL and lives as long as the process.
    static String message(int errno) {
        return MemorySegment.ofAddress(STRERROR.call(errno)).reinterpret(1024).getString(0);
    }

    private static long checked(String call, long result) throws IOException {
        if (result < 0) {
            throw new IOException(call + ": " + message((int) -result));
        }
        return result;
    }
}

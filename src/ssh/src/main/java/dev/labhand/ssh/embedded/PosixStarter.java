package dev.labhand.ssh.embedded;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes with posix_spawn(3) of 64-bit Linux (glibc 2.26 and later, musl): each in a session of its own, with
 * no signal blocked or ignored and no descriptor but its three pipes.
 */
final class PosixStarter implements ChildProcess.Starter {

    private static final Logger LOG = LoggerFactory.getLogger(PosixStarter.class);
    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;
    /** More than what any C library's attributes, file actions and signal sets take. */
    private static final long OPAQUE_BYTES = 1024;

    private final NativeFunction spawn =
            NativeFunction.of("posix_spawn", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private final NativeFunction attributesInit = NativeFunction.of("posix_spawnattr_init", JAVA_INT, ADDRESS);
    private final NativeFunction attributesDestroy = NativeFunction.of("posix_spawnattr_destroy", JAVA_INT, ADDRESS);
    private final NativeFunction setFlags =
            NativeFunction.of("posix_spawnattr_setflags", JAVA_INT, ADDRESS, JAVA_SHORT);
    private final NativeFunction setMask = NativeFunction.of("posix_spawnattr_setsigmask", JAVA_INT, ADDRESS, ADDRESS);
    private final NativeFunction setDefaults =
            NativeFunction.of("posix_spawnattr_setsigdefault", JAVA_INT, ADDRESS, ADDRESS);
    private final NativeFunction noSignals = NativeFunction.of("sigemptyset", JAVA_INT, ADDRESS);
    private final NativeFunction allSignals = NativeFunction.of("sigfillset", JAVA_INT, ADDRESS);
    private final NativeFunction actionsInit = NativeFunction.of("posix_spawn_file_actions_init", JAVA_INT, ADDRESS);
    private final NativeFunction actionsDestroy =
            NativeFunction.of("posix_spawn_file_actions_destroy", JAVA_INT, ADDRESS);
    private final NativeFunction addDup2 =
            NativeFunction.of("posix_spawn_file_actions_adddup2", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private final NativeFunction addClose =
            NativeFunction.of("posix_spawn_file_actions_addclose", JAVA_INT, ADDRESS, JAVA_INT);
    /** Since glibc 2.34. */
    private final Optional<NativeFunction> addCloseFrom;
    /** Since glibc 2.29 and musl 1.1.24. */
    private final Optional<NativeFunction> addChdir;

    /** A starter that does, or does not, use functions that older C libraries lack. */
    PosixStarter(boolean recent) {
        addCloseFrom = recent
                ? NativeFunction.find("posix_spawn_file_actions_addclosefrom_np", JAVA_INT, ADDRESS, JAVA_INT)
                : Optional.empty();
        addChdir = recent
                ? NativeFunction.find("posix_spawn_file_actions_addchdir_np", JAVA_INT, ADDRESS, ADDRESS)
                : Optional.empty();
        Libc.listenToChildren();
    }

    /** The starter, where the machine has what it takes. */
    static Optional<ChildProcess.Starter> find() {
        if (!System.getProperty("os.name", "").equals("Linux") || ADDRESS.byteSize() != JAVA_LONG.byteSize()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PosixStarter(true));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn(
                    "commands on this machine start without a session of their own, and death by a signal is reported"
                            + " as exit code 128 + signal: {}",
                    e.toString());
            return Optional.empty();
        }
    }

    @Override
    public ChildProcess start(ShellInvocation invocation) throws IOException {
        PipeSet pipes = PipeSet.open();
        try (Arena arena = Arena.ofConfined()) {
            int pid = spawn(invocation, pipes, arena);
            return new PosixProcess(pid, pipes);
        } catch (IOException | RuntimeException e) {
            pipes.closeOwnEnds();
            throw e;
        } finally {
            pipes.closeChildEnds();
        }
    }

    private int spawn(ShellInvocation invocation, PipeSet pipes, Arena arena) throws IOException {
        MemorySegment attributes = opaque(arena);
        MemorySegment actions = opaque(arena);
        attributesInit.demand(attributes);
        actionsInit.demand(actions);
        try {
            ShellInvocation run = addChdir.isPresent() ? invocation : invocation.changingDirectoryItself();
            freshSignalsAndSession(attributes, arena);
            onlyPipes(actions, pipes);
            addChdir.ifPresent(chdir -> chdir.demand(actions, string(arena, run.directory())));
            MemorySegment pid = arena.allocate(JAVA_INT);
            int error = (int) spawn.call(
                    pid,
                    string(arena, run.program()),
                    actions,
                    attributes,
                    strings(arena, run.arguments()),
                    strings(arena, environment(run)));
            if (error != 0) {
                throw new IOException(invocation.program() + ": " + Libc.message(error));
            }
            return pid.get(JAVA_INT, 0);
        } finally {
            actionsDestroy.call(actions);
            attributesDestroy.call(attributes);
        }
    }

    private void freshSignalsAndSession(MemorySegment attributes, Arena arena) {
        MemorySegment none = opaque(arena);
        MemorySegment all = opaque(arena);
        noSignals.demand(none);
        allSignals.demand(all);
        setMask.demand(attributes, none);
        setDefaults.demand(attributes, all);
        setFlags.demand(attributes, (short) (SETSIGDEF | SETSIGMASK | SETSID));
    }

    private void onlyPipes(MemorySegment actions, PipeSet pipes) {
        addDup2.demand(actions, pipes.childStdin(), 0);
        addDup2.demand(actions, pipes.childStdout(), 1);
        addDup2.demand(actions, pipes.childStderr(), 2);
        // The JDK opens its sockets and files without close-on-exec.
        addCloseFrom.ifPresentOrElse(closeFrom -> closeFrom.demand(actions, 3), () -> closeThoseOpen(actions));
    }

    /** Nearly as good: what another thread opens between this look and the start is inherited. */
    private void closeThoseOpen(MemorySegment actions) {
        String[] open = new File("/proc/self/fd").list();
        for (String number : open == null ? new String[0] : open) {
            int descriptor = Integer.parseInt(number);
            if (descriptor > 2) {
                addClose.demand(actions, descriptor);
            }
        }
    }

    private static List<byte[]> environment(ShellInvocation invocation) {
        return invocation.environment().entrySet().stream()
                .map(e -> ShellInvocation.bytes(e.getKey() + "=" + e.getValue()))
                .toList();
    }

    private static MemorySegment opaque(Arena arena) {
        return arena.allocate(OPAQUE_BYTES, 16);
    }

    private static MemorySegment string(Arena arena, String text) {
        return string(arena, ShellInvocation.bytes(text));
    }

    private static MemorySegment string(Arena arena, byte[] bytes) {
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    private static MemorySegment strings(Arena arena, List<byte[]> all) {
        MemorySegment pointers = arena.allocate(ADDRESS, all.size() + 1L);
        for (int i = 0; i < all.size(); i++) {
            pointers.setAtIndex(ADDRESS, i, string(arena, all.get(i)));
        }
        return pointers;
    }
}

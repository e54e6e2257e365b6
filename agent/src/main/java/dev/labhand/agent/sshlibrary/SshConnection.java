package dev.labhand.agent.sshlibrary;

import dev.labhand.api.ExecOptions;
import dev.labhand.ssh.SshSession;
import dev.labhand.ssh.Terminal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection that was opened, logged in or not. Thread-safe. */
final class SshConnection {

    /** How long the commands that are stopped with a connection may take to end. */
    private static final long TO_STOP_SECONDS = 15;

    /** Bytes of each stream of one command, since they are kept in memory. */
    private static final long OUTPUT_LIMIT = 64L << 20;

    final int index;
    final String host;
    final Optional<String> alias;
    final int port;
    private final ReentrantLock shellLock = new ReentrantLock();
    private final Deque<CapturedCommand> started = new ArrayDeque<>();
    private final Set<CapturedCommand> running = new HashSet<>();
    private Configuration configuration;
    private @Nullable SshSession session;
    private @Nullable ShellText shell;

    SshConnection(int index, String host, Optional<String> alias, int port, Configuration configuration) {
        this.index = index;
        this.host = host;
        this.alias = alias;
        this.port = port;
        this.configuration = configuration;
    }

    synchronized Configuration configuration() {
        return configuration;
    }

    Encoding encoding() {
        return configuration().textEncoding();
    }

    /** Changes how it behaves; a shell that is open gets the new size. */
    synchronized void configure(Configuration.Changes changes) throws IOException {
        Configuration changed = configuration.with(changes);
        boolean resized = changed.width() != configuration.width() || changed.height() != configuration.height();
        configuration = changed;
        ShellText open = shell;
        if (resized && open != null && open.shell().isOpen()) {
            open.shell().resize(changed.width(), changed.height());
        }
    }

    /** It is logged in; what it was before is closed. */
    void loggedIn(SshSession made) {
        disconnect();
        synchronized (this) {
            session = made;
        }
    }

    /** Its session, if it is logged in and open. */
    synchronized Optional<SshSession> session() {
        return Optional.ofNullable(session).filter(SshSession::isOpen);
    }

    /**
     * Starts a command.
     *
     * @param text what messages call it
     * @param lendsAgent whether it may use this machine's ssh-agent
     * @param live gets standard output as it comes, too
     */
    CapturedCommand run(
            String text, String command, Optional<byte[]> stdin, boolean lendsAgent, Consumer<byte[]> live) {
        SshSession open = session().orElseThrow(Problem::notOpen);
        ExecOptions options = options(stdin, lendsAgent);
        CapturedCommand captured = new CapturedCommand(text, live, output -> open.start(command, options, output));
        synchronized (this) {
            running.add(captured);
        }
        return captured;
    }

    private static ExecOptions options(Optional<byte[]> stdin, boolean lendsAgent) {
        ExecOptions usual = ExecOptions.DEFAULTS;
        return new ExecOptions(
                usual.timeout(),
                usual.idleTimeout(),
                usual.grace(),
                usual.waitLimit(),
                stdin,
                usual.env(),
                usual.cwd(),
                usual.user(),
                usual.sudo(),
                usual.pty(),
                lendsAgent ? Optional.of(true) : usual.forwardAgent(),
                OUTPUT_LIMIT,
                usual.inline(),
                usual.encoding(),
                usual.jobId(),
                usual.detached(),
                usual.openStdin());
    }

    /** Nobody waits for a command any more. */
    synchronized void over(CapturedCommand command) {
        running.remove(command);
    }

    /** Keeps a command until its output is read. */
    synchronized void keep(CapturedCommand command) {
        started.push(command);
    }

    /** The command that was started last, once. */
    synchronized Optional<CapturedCommand> lastStarted() {
        return Optional.ofNullable(started.poll());
    }

    /** Something to do with the shell's text. */
    @FunctionalInterface
    interface ShellWork<T> {
        T with(ShellText text) throws IOException, InterruptedException;
    }

    /** Does something with the shell, which is opened for the first time; one after the other. */
    <T> T shell(ShellWork<T> work) throws IOException, InterruptedException {
        shellLock.lockInterruptibly();
        try {
            return work.with(openShell());
        } finally {
            shellLock.unlock();
        }
    }

    private ShellText openShell() throws IOException, InterruptedException {
        SshSession open;
        Configuration how;
        synchronized (this) {
            ShellText there = shell;
            if (there != null) {
                return there;
            }
            open = session().orElseThrow(Problem::noShell);
            how = configuration;
        }
        ShellText made = new ShellText(open.shell(new Terminal(how.termType(), how.width(), how.height())));
        synchronized (this) {
            shell = made;
        }
        return made;
    }

    /** Closes it; the commands that still run on it are stopped before, with all they started. */
    void disconnect() {
        SshSession open;
        ShellText text;
        CompletableFuture<?>[] stops;
        synchronized (this) {
            open = session;
            text = shell;
            session = null;
            shell = null;
            stops = running.stream()
                    .map(command -> command.stop("the connection is closed"))
                    .toArray(CompletableFuture<?>[]::new);
            running.clear();
            started.clear();
        }
        await(stops);
        if (text != null) {
            text.shell().close();
        }
        if (open != null) {
            open.close();
        }
    }

    private static void await(CompletableFuture<?>[] stops) {
        try {
            CompletableFuture.allOf(stops).get(TO_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // Closed all the same.
        }
    }

    /** As {@code Get Connection} shows it. */
    Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("index", index);
        members.put("host", host);
        members.put("alias", alias);
        members.put("port", port);
        members.putAll(configuration().members());
        return members;
    }
}

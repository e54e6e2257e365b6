package dev.labhand.agent.plugin;

import dev.labhand.ssh.embedded.ChildProcess;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running process of a plugin: what it writes goes line by line to where it was started to go. Nothing here waits on the
 * caller's thread but {@link #end}.
 */
final class PluginProcess {

    private static final Logger LOG = LoggerFactory.getLogger(PluginProcess.class);

    /** How long what a process started may keep its output open after its end. */
    private static final Duration HANGOVER = Duration.ofMillis(500);

    private static final int CHUNK = 32 * 1024;

    private final String source;
    private final ChildProcess child;
    private final ProcessTree tree;
    private final Executor threads;
    private final Lines stderr;
    private final Object stdinLock = new Object();
    private final CompletableFuture<ChildProcess.Exit> exit = new CompletableFuture<>();
    private final CompletableFuture<Void> stdoutRead = new CompletableFuture<>();
    private final CompletableFuture<Void> stderrRead = new CompletableFuture<>();
    private final CompletableFuture<ChildProcess.Exit> ended;

    PluginProcess(String source, ChildProcess child, String cookie, Executor threads, Lines stdout, Lines stderr) {
        this.source = source;
        this.child = child;
        this.tree = new ProcessTree(child.pid(), cookie);
        this.threads = threads;
        this.stderr = stderr;
        this.ended = exit.thenCompose(how -> CompletableFuture.allOf(stdoutRead, stderrRead)
                .copy()
                .completeOnTimeout(null, HANGOVER.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(_ -> {
                    child.release();
                    return CompletableFuture.allOf(stdoutRead, stderrRead);
                })
                .thenApply(_ -> how));
        threads.execute(this::awaitEnd);
        threads.execute(() -> readStdout(stdout));
        threads.execute(this::readStderr);
    }

    /** Completes when it has ended and all that it wrote was taken. What it started may live on. */
    CompletableFuture<ChildProcess.Exit> ended() {
        return ended;
    }

    /** Writes to its standard input. Whether it reads that is its own business. */
    void send(byte[] bytes) {
        threads.execute(() -> {
            synchronized (stdinLock) {
                try {
                    child.stdin().write(bytes);
                } catch (IOException e) {
                    LOG.debug("{} does not read its input: {}", source, e.getMessage());
                }
            }
        });
    }

    /** The same, and nothing follows. */
    void sendLast(byte[] bytes) {
        threads.execute(() -> {
            synchronized (stdinLock) {
                try (OutputStream stdin = child.stdin()) {
                    stdin.write(bytes);
                } catch (IOException e) {
                    LOG.debug("{} does not read its input: {}", source, e.getMessage());
                }
            }
        });
    }

    /** Closes its standard input. */
    void endInput() {
        threads.execute(this::closeStdin);
    }

    /** Takes what it has written to standard error until now. */
    private void drainStderr() {
        synchronized (stderr) {
            byte[] chunk = new byte[CHUNK];
            try {
                while (child.stderr().available() > 0) {
                    int count = child.stderr().read(chunk);
                    if (count < 0) {
                        return;
                    }
                    stderr.feed(chunk, count);
                }
            } catch (IOException e) {
                LOG.debug("standard error of {}: {}", source, e.getMessage());
            }
        }
    }

    /** The same, and nothing that it writes later belongs to the last line. */
    void completeStderr() {
        synchronized (stderr) {
            drainStderr();
            stderr.end();
        }
    }

    /** Ends it and all that it started, and waits until then. */
    void end(Duration grace) {
        var survivors = tree.end(grace);
        if (!survivors.isEmpty()) {
            LOG.warn("{}: processes that outlived KILL: {}", source, survivors);
        }
        child.release();
    }

    private void awaitEnd() {
        try {
            exit.complete(child.waitFor());
            ended.join();
        } catch (RuntimeException e) {
            exit.completeExceptionally(e);
        } finally {
            closeStdin();
        }
    }

    private void closeStdin() {
        synchronized (stdinLock) {
            close(child.stdin());
        }
    }

    private void readStdout(Lines lines) {
        try (InputStream stdout = child.stdout()) {
            byte[] chunk = new byte[CHUNK];
            for (int count = stdout.read(chunk); count >= 0; count = stdout.read(chunk)) {
                lines.feed(chunk, count);
            }
        } catch (IOException e) {
            LOG.debug("standard output of {}: {}", source, e.getMessage());
        } finally {
            lines.end();
            stdoutRead.complete(null);
        }
    }

    private void readStderr() {
        try {
            while (child.awaitStderr()) {
                drainStderr();
            }
        } catch (IOException e) {
            LOG.debug("standard error of {}: {}", source, e.getMessage());
        } finally {
            synchronized (stderr) {
                stderr.end();
                close(child.stderr());
            }
            stderrRead.complete(null);
        }
    }

    private static void close(Closeable stream) {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("a pipe was not closed: {}", e.getMessage());
        }
    }
}

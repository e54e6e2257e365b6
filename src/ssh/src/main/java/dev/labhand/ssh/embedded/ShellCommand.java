package dev.labhand.ssh.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command: a process, and the channel that asked for it. As with OpenSSH, the channel learns how the process ended at
 * once, and closes when the output, too, has ended: a background process that keeps the output open keeps the channel. And
 * as with OpenSSH, a process whose channel closes lives on, without anyone to read from or write to.
 */
final class ShellCommand {

    private static final Logger LOG = LoggerFactory.getLogger(ShellCommand.class);
    /** As a shell tells that a program cannot be found. */
    private static final int NOT_STARTED = 127;

    private final ShellInvocation invocation;
    private final ExecChannel channel;
    private final Children children;
    private final Executor threads;
    private final StdinFeed stdin;
    private final CompletableFuture<ChildProcess> started = new CompletableFuture<>();

    ShellCommand(ShellInvocation invocation, ExecChannel channel, Children children, Executor threads) {
        this.invocation = invocation;
        this.channel = channel;
        this.children = children;
        this.threads = threads;
        this.stdin = new StdinFeed(threads, channel::consumed);
    }

    /** Runs it, from start to the end of its output. Returns at once. */
    void start() {
        threads.execute(this::run);
    }

    /** Takes bytes for the standard input. */
    void input(byte[] bytes) {
        stdin.put(bytes);
    }

    /** Ends the standard input. */
    void endInput() {
        stdin.end();
    }

    /** Sends a signal to the process's group, now or as soon as it has started. False if it has ended. */
    boolean signal(SshSignal signal) {
        return started.thenApply(child -> child.signal(signal)).getNow(true);
    }

    /** The channel is gone. */
    void disconnected() {
        stdin.drop();
        var _ = started.thenAccept(ChildProcess::release);
    }

    private void run() {
        try {
            follow(children.start(invocation));
        } catch (IOException e) {
            LOG.debug("not started", e);
            channel.complain(Objects.requireNonNullElse(e.getMessage(), e.toString()));
            channel.exited(new ChildProcess.Exit.Code(NOT_STARTED));
            channel.endOutput();
        } catch (RuntimeException e) {
            LOG.warn("a command of the embedded SSH server was lost", e);
        } finally {
            stdin.drop();
            channel.finish();
        }
    }

    private void follow(ChildProcess child) {
        String home = invocation.environment().get("HOME");
        if (!invocation.directory().equals(home)) {
            channel.complain(
                    "Could not change to the home directory " + home + ": running in " + invocation.directory());
        }
        started.complete(child);
        stdin.connect(child.stdin());
        CompletableFuture<Void> output = CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> pass(child.stdout(), ExecChannel.Stream.STDOUT), threads),
                        CompletableFuture.runAsync(() -> pass(child.stderr(), ExecChannel.Stream.STDERR), threads))
                .thenRun(channel::endOutput);
        channel.exited(children.awaitEnd(child));
        stdin.drop();
        output.join();
    }

    private void pass(InputStream from, ExecChannel.Stream to) {
        byte[] buffer = new byte[ExecChannel.PACKET_BYTES];
        ExecChannel.Sender sender = channel.sender(to);
        try (from) {
            for (int count = from.read(buffer); count > 0; count = from.read(buffer)) {
                sender.send(buffer, count);
            }
        } catch (IOException e) {
            LOG.debug("nobody takes the {} of a command: its next write to it meets SIGPIPE", to, e);
        }
    }
}

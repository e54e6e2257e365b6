package dev.labhand.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * What {@link TestServer} runs: {@code :exit N}, {@code :signal NAME}, {@code :no-status}, {@code :cat}, {@code :drop} and
 * {@code :hang} play a server's part; {@code :refuse} is refused; anything else goes to /bin/sh.
 */
final class TestCommand implements Command {

    private final ChannelSession channel;
    private final String command;
    private final Map<String, String> more;
    private final Consumer<Process> processes;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;

    private TestCommand(ChannelSession channel, String command, Map<String, String> more, Consumer<Process> processes) {
        this.channel = channel;
        this.command = command;
        this.more = more;
        this.processes = processes;
    }

    static TestCommand of(ChannelSession channel, String command, Map<String, String> more, Consumer<Process> processes)
            throws IOException {
        if (command.equals(":refuse")) {
            throw new IOException("refused");
        }
        return new TestCommand(channel, command, more, processes);
    }

    @Override
    public void start(ChannelSession session, Environment environment) {
        Map<String, String> env = Map.copyOf(environment.getEnv());
        Thread.startVirtualThread(() -> {
            try {
                run(env);
            } catch (IOException | InterruptedException e) {
                exit().onExit(254, e.toString());
            }
        });
    }

    private void run(Map<String, String> env) throws IOException, InterruptedException {
        String[] words = command.split(" ", 2);
        switch (words[0]) {
            case ":exit" -> exit().onExit(Integer.parseInt(words[1]));
            case ":signal" -> {
                Buffer buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
                buffer.putUInt(channel.getRecipient());
                buffer.putString("exit-signal");
                buffer.putBoolean(false);
                buffer.putString(words[1]);
                buffer.putBoolean(false);
                buffer.putString("");
                buffer.putString("");
                channel.writePacket(buffer);
                channel.close(false);
            }
            case ":no-status" -> {
                out().write("done".getBytes(StandardCharsets.UTF_8));
                out().flush();
                channel.close(false);
            }
            case ":cat" -> {
                in().transferTo(out());
                out().flush();
                exit().onExit(0);
            }
            case ":drop" -> channel.getSession().close(true);
            case ":hang" -> {}
            default -> shell(env);
        }
    }

    private void shell(Map<String, String> env) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
        env.forEach((name, value) -> builder.environment().put(name, value));
        builder.environment().put("SHELL", "/bin/sh");
        builder.environment().putAll(more);
        Process process = builder.start();
        processes.accept(process);
        Thread.startVirtualThread(() -> pump(in(), process.getOutputStream(), true));
        Thread outputs = Thread.startVirtualThread(() -> pump(process.getInputStream(), out(), false));
        Thread errors = Thread.startVirtualThread(() -> pump(process.getErrorStream(), err(), false));
        int status = process.waitFor();
        outputs.join();
        errors.join();
        exit().onExit(status);
    }

    private static void pump(InputStream from, OutputStream to, boolean close) {
        byte[] buffer = new byte[8192];
        try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                to.write(buffer, 0, n);
                to.flush();
            }
            if (close) {
                to.close();
            }
        } catch (IOException e) {
            // The other side went away; the command's end tells the rest.
        }
    }

    @Override
    public void destroy(ChannelSession session) {}

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    private InputStream in() {
        return Objects.requireNonNull(in);
    }

    private OutputStream out() {
        return Objects.requireNonNull(out);
    }

    private OutputStream err() {
        return Objects.requireNonNull(err);
    }

    private ExitCallback exit() {
        return Objects.requireNonNull(exit);
    }
}

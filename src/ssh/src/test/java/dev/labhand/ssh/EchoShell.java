package dev.labhand.ssh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** A shell that tells its terminal, echoes lines, and knows {@code size}, {@code flood} and {@code exit}. */
final class EchoShell implements Command {

    /** More than a channel's window. */
    static final int FLOOD_BYTES = 5 << 20;

    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable ExitCallback exit;

    EchoShell(ChannelSession channel) {}

    @Override
    public void start(ChannelSession channel, Environment environment) {
        Thread.startVirtualThread(() -> {
            try {
                talk(environment.getEnv());
            } catch (IOException e) {
                // The other side went away.
            }
        });
    }

    private void talk(Map<String, String> env) throws IOException {
        say(env.get(Environment.ENV_TERM) + " " + size(env) + "\r\n> ");
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            say(line + "\r\n");
            switch (line) {
                case "size" -> say(size(env) + "\r\n");
                case "flood" -> say("x".repeat(FLOOD_BYTES));
                case "exit" -> {
                    say("bye\r\n");
                    Objects.requireNonNull(exit).onExit(0);
                    return;
                }
                default -> {}
            }
            say("> ");
        }
    }

    private static String size(Map<String, String> env) {
        return env.get(Environment.ENV_COLUMNS) + "x" + env.get(Environment.ENV_LINES);
    }

    private void say(String text) throws IOException {
        OutputStream stream = Objects.requireNonNull(out);
        stream.write(text.getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    @Override
    public void destroy(ChannelSession channel) {}

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {}

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }
}

package dev.labhand.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.common.channel.ChannelPipedInputStream;
import org.apache.sshd.common.channel.PtyChannelConfiguration;

/** A session channel with a terminal and a shell. */
final class ShellChannel implements InteractiveShell {

    private static final Duration TO_OPEN = Duration.ofSeconds(15);
    private static final int BUFFER_BYTES = 32 * 1024;

    private final ChannelShell channel;
    private final ChannelPipedInputStream output;
    private final OutputStream input;

    private ShellChannel(ChannelShell channel) {
        this.channel = channel;
        this.output = (ChannelPipedInputStream) channel.getInvertedOut();
        this.input = channel.getInvertedIn();
    }

    /**
     * Opens it on a connection.
     *
     * @param whenClosed gives the place on the connection back; called also if it is not opened
     */
    static InteractiveShell open(Connection connection, Terminal terminal, Runnable whenClosed)
            throws IOException, InterruptedException {
        PtyChannelConfiguration configuration = new PtyChannelConfiguration();
        configuration.setPtyType(terminal.type());
        configuration.setPtyColumns(terminal.columns());
        configuration.setPtyLines(terminal.rows());
        ChannelShell channel;
        try {
            channel = connection.session().createShellChannel(configuration, Map.of());
        } catch (IOException | RuntimeException e) {
            whenClosed.run();
            throw new IOException("the connection is closed" + connection.trouble(), e);
        }
        channel.addCloseFutureListener(_ -> whenClosed.run());
        channel.setRedirectErrorStream(true);
        try {
            channel.open().verify(TO_OPEN.toMillis(), TimeUnit.MILLISECONDS);
            return new ShellChannel(channel);
        } catch (InterruptedIOException e) {
            channel.close(true);
            throw interrupted(e);
        } catch (IOException | RuntimeException e) {
            channel.close(true);
            throw new IOException("the server opens no shell: " + Failures.text(e), e);
        }
    }

    private static InterruptedException interrupted(InterruptedIOException cause) {
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(cause);
        return interrupted;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        input.write(bytes);
        input.flush();
    }

    @Override
    public Optional<byte[]> read(Duration limit) throws IOException, InterruptedException {
        if (output.available() <= 0 && !limit.isPositive() && isOpen()) {
            return Optional.of(new byte[0]);
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        output.setTimeout(Math.max(1, limit.toMillis()));
        try {
            int count = output.read(buffer, 0, buffer.length);
            return count < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, count));
        } catch (SocketException nothingCame) {
            return Optional.of(new byte[0]);
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void resize(int columns, int rows) throws IOException {
        channel.sendWindowChange(columns, rows);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen() && !channel.isEofSignalled();
    }

    @Override
    public void close() {
        channel.close(false);
    }
}

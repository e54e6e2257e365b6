package dev.labhand.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.sftp.client.SftpErrorDataHandler;
import org.apache.sshd.sftp.client.SftpVersionSelector;
import org.apache.sshd.sftp.client.impl.DefaultSftpClient;
import org.apache.sshd.sftp.client.impl.DefaultSftpClientFactory;

/**
 * Makes SFTP clients that drop an answer which nobody waits for any more, since whoever did was interrupted. MINA's own one would
 * break the connection, and with it all that others do over it. And clients whose session ends when the server sends no more,
 * for then nothing is answered any more: MINA's own one waits until the server closes the channel, which some never do.
 */
final class SftpClients extends DefaultSftpClientFactory {

    /** How long a server that sends no more may take to close the channel. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    @Override
    protected DefaultSftpClient createDefaultSftpClient(
            ClientSession session, SftpVersionSelector selector, SftpErrorDataHandler errors) throws IOException {
        return new DefaultSftpClient(session, selector, errors) {
            @Override
            protected void process(Buffer answer) {
                try {
                    super.process(answer);
                } catch (IOException e) {
                    log.debug("An answer is dropped", e);
                }
            }

            @Override
            protected ChannelSubsystem createSftpChannelSubsystem(ClientSession session) {
                return new SftpChannelSubsystem() {
                    @Override
                    public void handleEof() throws IOException {
                        super.handleEof();
                        if (!close(false).isClosed()) {
                            CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                                    .execute(() -> close(true));
                        }
                    }
                };
            }
        };
    }
}

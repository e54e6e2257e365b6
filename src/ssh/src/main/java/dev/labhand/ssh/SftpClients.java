package dev.labhand.ssh;

import java.io.IOException;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.sftp.client.SftpErrorDataHandler;
import org.apache.sshd.sftp.client.SftpVersionSelector;
import org.apache.sshd.sftp.client.impl.DefaultSftpClient;
import org.apache.sshd.sftp.client.impl.DefaultSftpClientFactory;

/**
 * Makes SFTP clients that drop an answer which nobody waits for any more, since whoever did was interrupted. MINA's own one would
 * break the connection, and with it all that others do over it.
 */
final class SftpClients extends DefaultSftpClientFactory {

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
        };
    }
}

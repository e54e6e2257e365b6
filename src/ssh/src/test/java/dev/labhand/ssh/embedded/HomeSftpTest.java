package dev.labhand.ssh.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.sftp.client.RawSftpClient;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HomeSftpTest {

    @TempDir
    Path folder;

    private static int typeOfAnswer(RawSftpClient client, int request, Buffer body) throws IOException {
        Buffer answer = client.receive(client.send(request, body));
        answer.getInt();
        return answer.getUByte();
    }

    @Test
    void aRequestThatIsBrokenFailsAndTheNextOneIsAnswered() throws IOException {
        Buffer broken = new ByteArrayBuffer();
        broken.putString(folder.toString(), StandardCharsets.UTF_8);
        broken.putUInt(SftpConstants.SSH_FILEXFER_ATTR_ACMODTIME); // and then no times
        Buffer sound = new ByteArrayBuffer();
        sound.putString(folder.toString(), StandardCharsets.UTF_8);
        try (EmbeddedSshServer server = EmbeddedSshServer.start();
                PlainClient plain = new PlainClient(server.endpoint());
                SftpClient client =
                        SftpClientFactory.instance().createSftpClient(plain.session, SftpConstants.SFTP_V3)) {
            RawSftpClient raw = (RawSftpClient) client;

            assertThat(typeOfAnswer(raw, SftpConstants.SSH_FXP_SETSTAT, broken))
                    .isEqualTo(SftpConstants.SSH_FXP_STATUS);
            assertThat(typeOfAnswer(raw, SftpConstants.SSH_FXP_STAT, sound)).isEqualTo(SftpConstants.SSH_FXP_ATTRS);
        }
    }
}

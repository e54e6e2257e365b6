package dev.labhand.ssh.embedded;

import dev.labhand.ssh.files.SftpTime;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferUtils;
import org.apache.sshd.common.util.threads.NoCloseExecutor;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpHelper;
import org.apache.sshd.sftp.server.SftpErrorStatusDataHandler;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemEnvironment;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SFTP that begins in a home directory, as sshd's does; it can do what this process may. */
final class HomeSftp extends SftpSubsystemFactory {

    private static final Logger LOG = LoggerFactory.getLogger(HomeSftp.class);

    private final Path home;

    HomeSftp(String home, ExecutorService threads) {
        this.home = real(Path.of(home));
        setExecutorServiceProvider(() -> new NoCloseExecutor(threads));
        setErrorStatusDataHandler(new PlainReasons());
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    @Override
    public Command createSubsystem(ChannelSession channel) {
        return new SftpSubsystem(channel, this) {
            @Override
            public void setFileSystem(FileSystem fileSystem) {
                super.setFileSystem(fileSystem);
                defaultDir = home;
            }

            @Override
            public Path getDefaultDirectory() {
                return home;
            }

            /** What cannot be answered is that one request's failure, and not the end of the session. */
            @Override
            protected void doProcess(Buffer buffer, int length, int type, int id) throws IOException {
                try {
                    super.doProcess(buffer, length, type, id);
                } catch (RuntimeException e) {
                    LOG.warn("SFTP request {} cannot be answered", SftpConstants.getCommandMessageName(type), e);
                    sendStatus(prepareReply(buffer), id, e, type);
                }
            }

            @Override
            protected void writeAttrs(Buffer buffer, Map<String, ?> attributes) {
                int begin = buffer.wpos();
                super.writeAttrs(buffer, withTimesThatAreCarried(attributes));
                if (attributes.get("mode") instanceof Integer mode) {
                    writeMode(buffer, begin, mode);
                }
            }

            /** Closed at once, a channel is closed here alone: the client would wait for answers. */
            @Override
            public void setExitCallback(ExitCallback callback) {
                super.setExitCallback((code, message, _) -> callback.onExit(code, message, false));
            }
        };
    }

    /**
     * Writes all of a mode (draft-ietf-secsh-filexfer-02 section 5): MINA knows but nine bits, and no pipes, sockets and devices,
     * which its listings even tell as files.
     */
    private static void writeMode(Buffer buffer, int begin, int mode) {
        int end = buffer.wpos();
        long flags = BufferUtils.getUInt(buffer.array(), begin, Integer.BYTES);
        boolean size = (flags & SftpConstants.SSH_FILEXFER_ATTR_SIZE) != 0;
        boolean owner = (flags & SftpConstants.SSH_FILEXFER_ATTR_UIDGID) != 0;
        if ((flags & SftpConstants.SSH_FILEXFER_ATTR_PERMISSIONS) != 0) {
            buffer.wpos(begin + Integer.BYTES + (size ? Long.BYTES : 0) + (owner ? 2 * Integer.BYTES : 0));
            buffer.putUInt(mode);
        }
        buffer.wpos(end);
    }

    private static Map<String, Object> withTimesThatAreCarried(Map<String, ?> attributes) {
        Map<String, Object> carried = new HashMap<>(attributes);
        carried.replaceAll((_, value) -> value instanceof FileTime time ? SftpTime.written(time.toInstant()) : value);
        return carried;
    }

    /** What the system says, such as that there is no space left: MINA has one message for all of that. */
    private static final class PlainReasons implements SftpErrorStatusDataHandler {

        @Override
        public String resolveErrorMessage(
                SftpSubsystemEnvironment sftp, int id, Throwable error, int status, int command, Object... arguments) {
            String reason = error instanceof FileSystemException system ? system.getReason() : error.getMessage();
            return status == SftpConstants.SSH_FX_FAILURE && reason != null
                    ? reason
                    : SftpHelper.resolveStatusMessage(status);
        }
    }
}

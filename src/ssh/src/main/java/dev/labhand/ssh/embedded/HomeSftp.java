package dev.labhand.ssh.embedded;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import org.apache.sshd.common.util.threads.NoCloseExecutor;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpHelper;
import org.apache.sshd.sftp.server.SftpErrorStatusDataHandler;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemEnvironment;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** SFTP that begins in a home directory, as sshd's does; it can do what this process may. */
final class HomeSftp extends SftpSubsystemFactory {

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
        };
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

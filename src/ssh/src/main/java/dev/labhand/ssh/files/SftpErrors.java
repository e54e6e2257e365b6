package dev.labhand.ssh.files;

import dev.labhand.ssh.files.FileFailure.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.util.Locale;
import java.util.Optional;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** What went wrong with a file, from what MINA throws. */
final class SftpErrors {

    private SftpErrors() {}

    /** The failure, with the path as it was asked for. */
    static FileFailure of(IOException error, String path) {
        return switch (error) {
            case SftpException status -> of(status, path);
            case InterruptedIOException _ -> new FileFailure(Reason.CANCELLED, path + ": cancelled");
            case ProtocolException _ -> new FileFailure(Reason.FAILED, path + ": " + error.getMessage());
            // MINA's own words are about its insides.
            default -> new FileFailure(Reason.LOST, "the connection broke");
        };
    }

    private static FileFailure of(SftpException error, String path) {
        String said = Optional.ofNullable(error.getMessage()).orElse("").strip();
        Reason reason = reason(error.getStatus(), said.toLowerCase(Locale.ROOT));
        return new FileFailure(
                reason,
                path + ": "
                        + switch (reason) {
                            case NO_SUCH_FILE -> "no such file or directory";
                            case PERMISSION_DENIED -> "permission denied";
                            case NO_SPACE -> "no space left there";
                            case NOT_A_DIRECTORY -> "something in the path is not a directory";
                            case IS_A_DIRECTORY -> "is a directory";
                            case ALREADY_EXISTS -> "is there already";
                            case NOT_EMPTY -> "the directory is not empty";
                            case LOST -> "the server has lost its file system";
                            default -> "the server says: " + (said.isEmpty() ? "status " + error.getStatus() : said);
                        });
    }

    private static Reason reason(int status, String said) {
        return switch (status) {
            case SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH -> Reason.NO_SUCH_FILE;
            case SftpConstants.SSH_FX_PERMISSION_DENIED, SftpConstants.SSH_FX_WRITE_PROTECT -> Reason.PERMISSION_DENIED;
            case SftpConstants.SSH_FX_NO_SPACE_ON_FILESYSTEM, SftpConstants.SSH_FX_QUOTA_EXCEEDED -> Reason.NO_SPACE;
            case SftpConstants.SSH_FX_NOT_A_DIRECTORY -> Reason.NOT_A_DIRECTORY;
            case SftpConstants.SSH_FX_FILE_IS_A_DIRECTORY -> Reason.IS_A_DIRECTORY;
            case SftpConstants.SSH_FX_FILE_ALREADY_EXISTS -> Reason.ALREADY_EXISTS;
            case SftpConstants.SSH_FX_DIR_NOT_EMPTY -> Reason.NOT_EMPTY;
            case SftpConstants.SSH_FX_OP_UNSUPPORTED -> Reason.UNSUPPORTED;
            case SftpConstants.SSH_FX_NO_CONNECTION, SftpConstants.SSH_FX_CONNECTION_LOST -> Reason.LOST;
            default ->
                said.contains("no space") || said.contains("quota")
                        ? Reason.NO_SPACE
                        : said.contains("not a directory")
                                ? Reason.NOT_A_DIRECTORY
                                : said.contains("read-only file system") ? Reason.PERMISSION_DENIED : Reason.FAILED;
        };
    }
}

package dev.labhand.ssh.files;

import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.RemoteFiles.Links;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.OptionalInt;
import org.apache.sshd.sftp.common.SftpConstants;

/**
 * A small file, read before anything is told of it: so what is told of its size is true also where the kernel says only how much
 * there may be, as sysfs does (4096 bytes of "1500\n").
 *
 * @param file with the size that it has; where that is not what the machine says, also with its check-sum, since size and time
 *     do not tell then whether it changed
 */
record LittleFile(FileInfo file, byte[] bytes) {

    /** Bytes at most: what sysfs says is a page, and the largest ones have as much. */
    static final int MOST = 64 * 1024;

    /** Whether it is such a one. Of a file that says nothing of its size, nobody knows. */
    static boolean is(FileInfo file) {
        return file.size() > 0 && file.size() <= MOST;
    }

    /** Reads it. One that has become shorter is another one than was looked at. */
    static LittleFile read(Sftp sftp, String path, FileInfo file) throws IOException, FileException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] handle = sftp.open(file.path(), SftpConstants.SSH_FXF_READ, OptionalInt.empty());
        try {
            new Transfer(sftp, handle).read(0, file.size(), true, bytes::write);
        } finally {
            sftp.close(handle);
        }
        if (bytes.size() == file.size()) {
            return new LittleFile(file, bytes.toByteArray());
        }
        FileInfo now = sftp.stat(file.path(), Links.FOLLOW);
        if (now.size() != file.size() || !now.modified().equals(file.modified())) {
            throw new FileException(Reason.CHANGED, path + ": changed while it was read");
        }
        return new LittleFile(file.ofSize(bytes.size()), bytes.toByteArray()).withSum();
    }

    LittleFile withSum() {
        return new LittleFile(file.with(Sha256.of(bytes)), bytes);
    }
}

package dev.labhand.ssh.files;

import java.io.IOException;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHLimitsExtension;
import org.apache.sshd.sftp.common.SftpException;

/**
 * How much goes into one request.
 *
 * @param read bytes
 * @param write bytes
 */
record SftpLimits(int read, int write) {

    /** What every server must take. */
    private static final int SMALLEST = 32 * 1024;

    /** What OpenSSH takes. */
    private static final int LARGEST = 255 * 1024;

    /** Bytes on their way at most: more than a connection's window, and what one transfer keeps in memory. */
    private static final int ON_THE_WAY = 4 << 20;

    /** As the server says (limits@openssh.com), if it does. */
    static SftpLimits of(SftpClient client) throws IOException {
        OpenSSHLimitsExtension extension = client.getExtension(OpenSSHLimitsExtension.class);
        if (extension == null || !extension.isSupported()) {
            return new SftpLimits(SMALLEST, SMALLEST);
        }
        try {
            var limits = extension.limits();
            return new SftpLimits(clamp(limits.maxReadLength), clamp(limits.maxWriteLength));
        } catch (SftpException e) {
            return new SftpLimits(SMALLEST, SMALLEST);
        }
    }

    private static int clamp(long length) {
        return Math.clamp(length, SMALLEST, LARGEST);
    }

    int readsAtOnce() {
        return ON_THE_WAY / read;
    }

    int writesAtOnce() {
        return ON_THE_WAY / write;
    }
}

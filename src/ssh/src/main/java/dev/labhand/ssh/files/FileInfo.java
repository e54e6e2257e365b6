package dev.labhand.ssh.files;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a file, a directory or a link.
 *
 * @param path as it was asked for; in a listing, that of the directory and the name
 * @param size in bytes
 * @param mode the permission bits, 0 to 07777
 * @param modified in whole seconds, from {@link SftpTime#FIRST} to {@link SftpTime#LAST}
 * @param linkTarget what a symbolic link says, as it says it
 * @param sha256 of the first {@code size} bytes, where it was wanted
 */
public record FileInfo(
        String path,
        Type type,
        long size,
        int mode,
        Instant modified,
        Optional<String> linkTarget,
        Optional<Sha256> sha256) {

    /** What it is. */
    public enum Type {
        FILE,
        DIRECTORY,
        SYMLINK,
        /** A device, a pipe or a socket. */
        OTHER
    }

    /** What stands after the last slash. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    FileInfo ofSize(long bytes) {
        return new FileInfo(path, type, bytes, mode, modified, linkTarget, sha256);
    }

    /** The same with its check-sum. */
    public FileInfo with(Sha256 sum) {
        return new FileInfo(path, type, size, mode, modified, linkTarget, Optional.of(sum));
    }
}

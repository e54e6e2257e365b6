package dev.labhand.ssh.files;

import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.RemoteFiles.Links;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** Makes and removes directories; all paths begin at the root. */
record Directories(Sftp sftp) {

    private static final int USUAL = 0755;

    /** Makes what is missing above a path. */
    void makeAbove(String path) throws IOException, FileException {
        ArrayDeque<String> missing = new ArrayDeque<>();
        String directory = above(path);
        while (!isDirectory(directory)) {
            missing.push(directory);
            directory = above(directory);
        }
        for (String each : missing) {
            sftp.makeDirectory(each);
        }
    }

    private static String above(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    private boolean isDirectory(String path) throws IOException, FileException {
        try {
            if (sftp.stat(path, Links.FOLLOW).type() == FileInfo.Type.DIRECTORY) {
                return true;
            }
            throw new FileException(Reason.NOT_A_DIRECTORY, path + ": is not a directory");
        } catch (SftpException e) {
            if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE && !path.equals("/")) {
                return false;
            }
            throw e;
        }
    }

    boolean make(String path, OptionalInt mode, Optional<Instant> modified, boolean mkdirs)
            throws IOException, FileException {
        Optional<FileInfo> there = sftp.look(path);
        if (there.isPresent() && there.get().type() != FileInfo.Type.DIRECTORY) {
            boolean link = there.get().type() == FileInfo.Type.SYMLINK;
            throw new FileException(
                    Reason.NOT_A_DIRECTORY,
                    path + (link ? ": is a symbolic link, and nothing is written through it" : ": is not a directory"));
        }
        if (there.isEmpty()) {
            if (mkdirs) {
                makeAbove(path);
            }
            sftp.makeDirectory(path);
        }
        OptionalInt wanted = mode.isEmpty() && there.isEmpty() ? OptionalInt.of(USUAL) : mode;
        sftp.setAttributes(path, wanted, modified);
        return there.isEmpty();
    }

    long remove(String path, boolean recursive) throws IOException, FileException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.equals(".") || name.equals("..")) {
            throw stays(path, "ends with " + name + ", by which a directory is never removed: give its name");
        }
        FileInfo what = sftp.stat(path, Links.SHOW);
        if (what.type() == FileInfo.Type.DIRECTORY) {
            checkRemovable(path);
        }
        if (what.type() == FileInfo.Type.DIRECTORY
                && !recursive
                && !sftp.list(path).isEmpty()) {
            throw new FileException(Reason.NOT_EMPTY, path + ": the directory is not empty");
        }
        return removeTree(what);
    }

    /** However it is spelled, and whatever links lead there. */
    private void checkRemovable(String path) throws IOException, FileException {
        String real = RealPath.of(sftp, path);
        if (real.equals("/")) {
            throw stays(path, "is the root directory, which is never removed");
        }
        String home = RealPath.of(sftp, sftp.home());
        if (real.equals(home)) {
            throw stays(path, "is the home, which is never removed");
        }
        if (RealPath.isIn(real, home)) {
            throw stays(path, "has the home " + home + " in it, which is never removed");
        }
    }

    private static FileException stays(String path, String why) {
        return new FileException(Reason.REJECTED, path + ": " + why);
    }

    private long removeTree(FileInfo what) throws IOException {
        long removed = 1;
        if (what.type() == FileInfo.Type.DIRECTORY) {
            for (FileInfo each : sftp.list(what.path())) {
                removed += removeTree(each);
            }
        }
        sftp.remove(what);
        return removed;
    }
}

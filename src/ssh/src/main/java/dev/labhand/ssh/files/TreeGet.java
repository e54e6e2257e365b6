package dev.labhand.ssh.files;

import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.RemoteFiles.Links;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/**
 * Copies a file or a directory of another machine to this one. Symbolic links in a directory are copied as links if they lead to
 * something in it, else left out and told; nothing is written through a link that is here, nor outside the destination,
 * whatever names the other machine gives.
 */
public final class TreeGet {

    private final RemoteFiles remote;
    private final CopyOptions options;
    private final CopyLog log = new CopyLog();

    public TreeGet(RemoteFiles remote, CopyOptions options) {
        this.remote = remote;
        this.options = options;
    }

    /**
     * Copies something, under its own name, into a directory, which is made if it is missing. The root directory and the home
     * have no name: what is in them is copied.
     *
     * @return what was copied, problems included; a failure if the connection ended it or the disk is full
     */
    public FileResult<Copied> run(String source, Path destination) {
        try {
            Optional<FileInfo> found = log.check(remote.stat(source, Links.FOLLOW));
            if (found.isPresent() && makeDirectories(destination)) {
                String name = name(source);
                if (name.isEmpty() && found.get().type() == FileInfo.Type.DIRECTORY) {
                    inside(source, destination, "");
                } else {
                    copy(found.get(), source, name, destination, "", true);
                }
            }
            return FileResult.done(log.copied());
        } catch (CopyLog.Ended ended) {
            return new FileResult.Failed<>(ended.failure());
        }
    }

    private static String name(String source) {
        String trimmed = source.replaceFirst("/+$", "");
        String last = trimmed.substring(trimmed.lastIndexOf('/') + 1);
        return last.equals("~") || last.equals(".") || last.equals("..") ? "" : last;
    }

    private boolean makeDirectories(Path directory) throws CopyLog.Ended {
        try {
            Files.createDirectories(directory);
            return true;
        } catch (FileAlreadyExistsException e) {
            log.problem(new FileFailure(Reason.NOT_A_DIRECTORY, e.getFile() + ": is no directory here"));
            return false;
        } catch (IOException e) {
            // Perhaps not the directory itself, but one above it.
            String place = Optional.of(e)
                    .map(error -> error instanceof FileSystemException system ? system.getFile() : null)
                    .orElse(directory.toString());
            log.problem(
                    new FileFailure(Reason.FAILED, place + ": a directory cannot be made here: " + LocalFile.why(e)));
            return false;
        }
    }

    /**
     * Copies one thing.
     *
     * @param directory where it is in its tree
     */
    private void copy(FileInfo what, String path, String name, Path into, String directory, boolean top)
            throws CopyLog.Ended {
        Optional<Path> to = local(into, name);
        if (to.isEmpty()) {
            log.problem(new FileFailure(
                    Reason.REJECTED, path + ": its name cannot be used here, or is not UTF-8, and it is left out"));
            return;
        }
        try {
            switch (what.type()) {
                case FILE -> file(what, path, to.get());
                case DIRECTORY -> directory(what, path, to.get(), top ? "" : LinkRule.below(directory, name));
                case SYMLINK -> link(what, path, to.get(), directory);
                case OTHER ->
                    log.problem(new FileFailure(Reason.NOT_A_FILE, path + ": is a device, a pipe or a socket"));
            }
        } catch (IOException e) {
            log.problem(new FileFailure(
                    Download.isFull(e) ? Reason.NO_SPACE : Reason.FAILED,
                    to.get() + ": cannot be written here: " + LocalFile.why(e)));
        }
    }

    /** Where a name leads, unless it leads anywhere else than into the directory. */
    private static Optional<Path> local(Path into, String name) {
        boolean sound = !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('\0') < 0
                && name.indexOf('\uFFFD') < 0;
        try {
            return sound ? Optional.of(into.resolve(name)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void file(FileInfo what, String path, Path to) throws IOException, CopyLog.Ended {
        if (LocalFile.isRealDirectory(to)) {
            log.problem(new FileFailure(Reason.IS_A_DIRECTORY, to + ": is a directory here"));
            return;
        }
        Download download = new Download(remote, what, path, to, options);
        Optional<FileInfo> got = log.check(download.run());
        if (got.isPresent()) {
            log.file(Files.size(to));
        }
    }

    private void link(FileInfo what, String path, Path to, String directory) throws IOException, CopyLog.Ended {
        String target = what.linkTarget().orElse("");
        if (!LinkRule.stays(directory, target)) {
            log.problem(new FileFailure(
                    Reason.NOT_A_FILE, path + ": is a link that leads out of the directory, and is left out"));
            return;
        }
        if (LocalFile.exists(to) && !Files.isSymbolicLink(to)) {
            log.problem(new FileFailure(Reason.ALREADY_EXISTS, to + ": is here already, and is no link"));
            return;
        }
        Files.deleteIfExists(to);
        Files.createSymbolicLink(to, Path.of(target));
        log.link();
    }

    private void directory(FileInfo what, String path, Path to, String directory) throws IOException, CopyLog.Ended {
        if (!LocalFile.exists(to)) {
            Files.createDirectory(to);
        } else if (!Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
            log.problem(new FileFailure(
                    Reason.NOT_A_DIRECTORY, to + ": is no directory here, and nothing is written through a link"));
            return;
        }
        inside(path, to, directory);
        LocalFile.setMode(to, options.mode(what.mode()));
        if (options.preserve()) {
            Files.setLastModifiedTime(to, FileTime.from(what.modified()));
        }
    }

    private void inside(String path, Path to, String directory) throws CopyLog.Ended {
        log.directory();
        List<FileInfo> inside = log.check(remote.list(path)).orElse(List.of());
        for (FileInfo each : PartName.last(inside, FileInfo::name)) {
            copy(each, Sftp.child(path, each.name()), each.name(), to, directory, false);
        }
    }
}

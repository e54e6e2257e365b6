package dev.labhand.ssh.files;

import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.RemoteFiles.Links;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Copies files and directories of this machine to another one. Symbolic links in a directory are copied as links if they lead to
 * something in it, else left out and told; nothing is written through a link that is there.
 */
public final class TreePut {

    private final RemoteFiles remote;
    private final CopyOptions options;
    private final CopyLog log = new CopyLog();

    public TreePut(RemoteFiles remote, CopyOptions options) {
        this.remote = remote;
        this.options = options;
    }

    /**
     * Copies into a directory if the destination is one, or ends with a slash, or is to take several; else to that very name.
     *
     * @return what was copied, problems included; a failure if the connection ended it or the disk is full
     */
    public FileResult<Copied> run(List<Path> sources, String destination) {
        try {
            boolean into = isDirectory(destination);
            if (!into && (sources.size() > 1 || destination.endsWith("/"))) {
                into = log.check(remote.makeDirectory(
                                destination, OptionalInt.empty(), Optional.empty(), options.mkdirs()))
                        .isPresent();
                if (!into) {
                    return FileResult.done(log.copied());
                }
            }
            for (Path source : into ? PartName.last(sources, each -> String.valueOf(name(each))) : sources) {
                Path name = name(source);
                if (!into) {
                    copy(source, destination, "", true);
                } else if (isSendable(source, name)) {
                    copy(source, Sftp.child(destination, name == null ? "" : name.toString()), "", true);
                }
            }
            return FileResult.done(log.copied());
        } catch (CopyLog.Ended ended) {
            return new FileResult.Failed<>(ended.failure());
        }
    }

    private static @Nullable Path name(Path source) {
        return source.toAbsolutePath().normalize().getFileName();
    }

    /** Whether the other machine can be given the name; else that is noted. */
    private boolean isSendable(Path source, @Nullable Path name) throws CopyLog.Ended {
        boolean sendable = name == null || LocalFile.isText(name);
        if (!sendable) {
            log.problem(new FileFailure(Reason.REJECTED, source + ": its name is not UTF-8, and it is left out"));
        }
        return sendable;
    }

    private boolean isDirectory(String path) throws CopyLog.Ended {
        return switch (remote.stat(path, Links.FOLLOW)) {
            case FileResult.Done<FileInfo>(FileInfo there) -> there.type() == FileInfo.Type.DIRECTORY;
            case FileResult.Failed<FileInfo>(FileFailure failure) -> {
                if (failure.reason().endsConversation()) {
                    log.problem(failure);
                }
                yield false;
            }
        };
    }

    /**
     * Copies one thing.
     *
     * @param directory where it is in its tree
     */
    private void copy(Path source, String to, String directory, boolean top) throws CopyLog.Ended {
        try {
            LinkOption[] links = top ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
            PosixFileAttributes attributes = Files.readAttributes(source, PosixFileAttributes.class, links);
            if (attributes.isSymbolicLink()) {
                link(source, to, directory);
            } else if (attributes.isDirectory()) {
                directory(source, to, directory, top, attributes);
            } else if (attributes.isRegularFile()) {
                file(source, to, attributes, whole(source, attributes.size()));
            } else {
                log.problem(new FileFailure(Reason.NOT_A_FILE, source + ": is a device, a pipe or a socket"));
            }
        } catch (NoSuchFileException e) {
            log.problem(new FileFailure(Reason.NO_SUCH_FILE, source + ": no such file or directory here"));
        } catch (IOException e) {
            log.problem(new FileFailure(Reason.FAILED, source + ": cannot be read here: " + LocalFile.why(e)));
        }
    }

    /**
     * The bytes of a file that has less than its size says and yet does not change, as those of sysfs; else empty. Only small
     * ones are like that.
     */
    private static Optional<byte[]> whole(Path source, long size) throws IOException {
        if (size == 0 || size > LittleFile.MOST) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(source)) {
            byte[] bytes = in.readNBytes((int) size);
            return bytes.length < size && Files.size(source) == size ? Optional.of(bytes) : Optional.empty();
        }
    }

    /** @param whole its bytes, where its size is not that of what is in it */
    private void file(Path source, String to, PosixFileAttributes attributes, Optional<byte[]> whole)
            throws CopyLog.Ended {
        long size = whole.map(bytes -> (long) bytes.length).orElse(attributes.size());
        Content content = whole.map(Content::of).orElse(Content.of(source));
        PutOptions how = new PutOptions(
                OptionalInt.of(options.mode(LocalFile.mode(attributes))),
                time(attributes),
                options.mkdirs(),
                true,
                options.resume() ? new PutOptions.Start.Resume() : new PutOptions.Start.Fresh(),
                // What seems to be empty may be a file of the kernel's.
                size > 0 ? OptionalLong.of(size) : OptionalLong.empty(),
                Optional.empty());
        Optional<RemoteFiles.Stored> stored = log.check(remote.put(to, new CountedContent(content), how));
        if (stored.isPresent() && !stored.get().complete()) {
            log.problem(new FileFailure(Reason.CHANGED, source + ": became shorter while it was copied"));
        } else if (stored.isPresent()) {
            log.file(stored.get().file().size());
        }
    }

    private Optional<Instant> time(PosixFileAttributes attributes) {
        return options.preserve()
                ? Optional.of(SftpTime.nearest(attributes.lastModifiedTime().toInstant())
                        .truncatedTo(ChronoUnit.SECONDS))
                : Optional.empty();
    }

    private void link(Path source, String to, String directory) throws IOException, CopyLog.Ended {
        Path leadsTo = Files.readSymbolicLink(source);
        String target = leadsTo.toString();
        if (!LocalFile.isText(leadsTo)) {
            log.problem(new FileFailure(
                    Reason.REJECTED, source + ": is a link to a name that is not UTF-8, and is left out"));
        } else if (!LinkRule.stays(directory, target)) {
            log.problem(new FileFailure(
                    Reason.NOT_A_FILE, source + ": is a link that leads out of the directory, and is left out"));
        } else if (log.check(remote.link(to, target)).isPresent()) {
            log.link();
        }
    }

    private void directory(Path source, String to, String directory, boolean top, PosixFileAttributes attributes)
            throws IOException, CopyLog.Ended {
        List<Path> inside = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(source)) {
            all.forEach(inside::add);
        }
        Collections.sort(inside);
        int mode = options.mode(LocalFile.mode(attributes));
        // From its first moment no more open than the original; one that is there keeps its mode, unless modes are
        // kept.
        boolean there = remote.stat(to, Links.SHOW) instanceof FileResult.Done<FileInfo>;
        OptionalInt first = there ? OptionalInt.empty() : OptionalInt.of(mode | 0700);
        if (log.check(remote.makeDirectory(to, first, Optional.empty(), top && options.mkdirs()))
                .isEmpty()) {
            return;
        }
        log.directory();
        String below = top ? "" : LinkRule.below(directory, String.valueOf(source.getFileName()));
        for (Path each : PartName.last(inside, one -> String.valueOf(one.getFileName()))) {
            if (isSendable(each, each.getFileName())) {
                copy(each, Sftp.child(to, String.valueOf(each.getFileName())), below, false);
            }
        }
        if (options.preserve() || (!there && (mode & 0700) != 0700)) {
            log.check(remote.makeDirectory(to, OptionalInt.of(mode), time(attributes), false));
        }
    }

    /** A file whose reading is progress, but for looks ahead. */
    private final class CountedContent implements Content {

        private final Content file;

        CountedContent(Content file) {
            this.file = file;
        }

        @Override
        public InputStream open(long offset) throws IOException {
            return new Counted(file.open(offset));
        }

        @Override
        public InputStream preview() throws IOException {
            return file.open(0);
        }
    }

    /** Tells the progress. */
    private final class Counted extends FilterInputStream {

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            options.progress().accept(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            options.progress().accept(Math.max(0, count));
            return count;
        }
    }
}

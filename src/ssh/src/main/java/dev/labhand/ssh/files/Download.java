package dev.labhand.ssh.files;

import dev.labhand.ssh.files.FileFailure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies one file to this machine: to a part beside its place, which is checked and then renamed. */
final class Download {

    private final RemoteFiles remote;
    private final FileInfo what;
    private final String path;
    private final Path to;
    private Path part;
    private final CopyOptions options;

    Download(RemoteFiles remote, FileInfo what, String path, Path to, CopyOptions options) {
        this.remote = remote;
        this.what = what;
        this.path = path;
        this.to = to;
        this.part = to.resolveSibling(PartName.of(String.valueOf(to.getFileName())));
        this.options = options;
    }

    FileResult<FileInfo> run() throws IOException {
        long there = options.resume() && Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) ? Files.size(part) : 0;
        FileResult<FileInfo> result = from(there);
        boolean unfit = result instanceof FileResult.Failed<FileInfo>(FileFailure failure)
                && (failure.reason() == Reason.CHECKSUM_MISMATCH || failure.reason() == Reason.OUT_OF_RANGE);
        // What was there was no beginning of the file as it is now.
        FileResult<FileInfo> last = there > 0 && unfit ? from(0) : result;
        if (last instanceof FileResult.Failed<FileInfo> && Files.size(part) == 0) {
            // Nothing that could be gone on with.
            Files.delete(part);
        }
        return last;
    }

    private FileResult<FileInfo> from(long offset) throws IOException {
        MessageDigest digest = Sha256.digest();
        if (offset > 0) {
            read(digest);
        } else {
            if (isLeft()) {
                Files.delete(part);
            } else if (LocalFile.exists(part)) {
                // Somebody's file.
                part = to.resolveSibling(PartName.claimed(String.valueOf(to.getFileName())));
            }
            Files.createFile(part, LocalFile.PRIVATE);
        }
        FileResult<FileInfo> result;
        long sent;
        try (Receiver receiver = new Receiver(digest)) {
            result = remote.get(path, ByteRange.from(offset), true, receiver);
            sent = offset + receiver.count;
            if (receiver.error != null) {
                throw receiver.error;
            }
        }
        return result.then(file -> checked(file, sent, Sha256.of(digest))).then(this::place);
    }

    /** Whether there is something as a download leaves it: for its owner only. */
    private boolean isLeft() throws IOException {
        return Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)
                && LocalFile.PRIVATE
                        .value()
                        .containsAll(Files.getPosixFilePermissions(part, LinkOption.NOFOLLOW_LINKS));
    }

    private void read(MessageDigest digest) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(part, LinkOption.NOFOLLOW_LINKS)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
    }

    private FileResult<FileInfo> checked(FileInfo file, long size, Sha256 sum) {
        Optional<Sha256> wanted = file.sha256();
        if (wanted.isPresent() && !wanted.get().equals(sum)) {
            return FileResult.failed(
                    Reason.CHECKSUM_MISMATCH,
                    path + ": " + size + " bytes came with the SHA-256 " + sum + ", not " + wanted.get());
        }
        return FileResult.done(file.with(sum));
    }

    private FileResult<FileInfo> place(FileInfo file) {
        try {
            LocalFile.setMode(part, options.mode(what.mode()));
            if (options.preserve()) {
                Files.setLastModifiedTime(part, FileTime.from(what.modified()));
            }
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return FileResult.done(file);
        } catch (IOException e) {
            return FileResult.failed(Reason.FAILED, to + ": cannot be written here: " + LocalFile.why(e));
        }
    }

    static boolean isFull(IOException error) {
        String why = LocalFile.why(error).toLowerCase(Locale.ROOT);
        return why.contains("no space") || why.contains("quota");
    }

    /** Writes to the part. Errors of this machine are kept, to be told as such. */
    private final class Receiver implements Sink, AutoCloseable {

        private final MessageDigest digest;
        private final OutputStream out;
        private long count;
        private @Nullable IOException error;

        Receiver(MessageDigest digest) throws IOException {
            this.digest = digest;
            this.out = Files.newOutputStream(
                    part, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            try {
                out.write(buffer, offset, length);
            } catch (IOException e) {
                error = e;
                throw e;
            }
            digest.update(buffer, offset, length);
            count += length;
            options.progress().accept(length);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}

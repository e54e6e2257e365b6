package dev.labhand.ssh.files;

import dev.labhand.ssh.files.FileFailure.Reason;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.common.SftpConstants;

/** {@link RemoteFiles} by SFTP. */
public final class SftpFiles implements RemoteFiles {

    private final Sftp sftp;
    private final RemoteHash hashes;
    private final Supplier<String> trouble;

    /**
     * Files over a session that has been opened.
     *
     * @param shell for check-sums
     * @param trouble what broke the connection, if it is known, in brackets after a blank
     * @throws IOException if the connection breaks meanwhile
     */
    public SftpFiles(SftpClient client, RemoteShell shell, Supplier<String> trouble) throws IOException {
        this.sftp = new Sftp(client);
        this.hashes = new RemoteHash(sftp, shell);
        this.trouble = trouble;
    }

    private interface Work<T> {
        /** With the path from the root on. */
        T with(String absolute) throws IOException, FileException;
    }

    private <T> FileResult<T> attempt(String path, Work<T> work) {
        try {
            return FileResult.done(work.with(sftp.absolute(path)));
        } catch (IOException e) {
            return failed(SftpErrors.of(e, path));
        } catch (FileException e) {
            return failed(e.failure());
        }
    }

    private <T> FileResult<T> failed(FileFailure failure) {
        boolean lost = failure.reason() == Reason.LOST;
        return FileResult.failed(failure.reason(), failure.message() + (lost ? trouble.get() : ""));
    }

    @Override
    public FileResult<FileInfo> stat(String path, Links links) {
        return attempt(path, absolute -> sftp.stat(absolute, links));
    }

    @Override
    public FileResult<List<FileInfo>> list(String path) {
        return attempt(path, absolute -> {
            if (sftp.stat(absolute, Links.FOLLOW).type() != FileInfo.Type.DIRECTORY) {
                throw new FileException(Reason.NOT_A_DIRECTORY, path + ": is not a directory");
            }
            return sftp.list(absolute).stream()
                    .sorted(Comparator.comparing(FileInfo::name))
                    .toList();
        });
    }

    @Override
    public FileResult<FileInfo> hash(String path) {
        return attempt(path, absolute -> {
            FileInfo file = file(path, absolute);
            return LittleFile.is(file)
                    ? LittleFile.read(sftp, path, file).withSum().file()
                    : file.with(hashes.of(absolute, file.size()));
        });
    }

    private FileInfo file(String path, String absolute) throws IOException, FileException {
        FileInfo file = sftp.stat(absolute, Links.FOLLOW);
        return switch (file.type()) {
            case FILE -> file;
            case DIRECTORY -> throw new FileException(Reason.IS_A_DIRECTORY, path + ": is a directory");
            case SYMLINK, OTHER ->
                throw new FileException(Reason.NOT_A_FILE, path + ": is a device, a pipe or a socket");
        };
    }

    @Override
    public FileResult<FileInfo> get(String path, ByteRange range, boolean hash, Sink sink) {
        return attempt(path, absolute -> {
            FileInfo file = file(path, absolute);
            if (LittleFile.is(file)) {
                return give(path, LittleFile.read(sftp, path, file), range, hash, sink);
            }
            ByteRange.Span span = span(path, range, file.size());
            byte[] handle = sftp.open(absolute, SftpConstants.SSH_FXF_READ, OptionalInt.empty());
            try {
                // A file of the kernel's has no size and yet bytes, which no check-sum can be told of beforehand.
                boolean endless = file.size() == 0;
                FileInfo known = hash && !endless ? file.with(hashes.of(absolute, file.size())) : file;
                tell(() -> sink.begin(known));
                read(path, handle, span, known, endless, sink);
                tell(sink::verified);
                return known;
            } finally {
                sftp.close(handle);
            }
        });
    }

    private static FileInfo give(String path, LittleFile read, ByteRange range, boolean hash, Sink sink)
            throws FileException {
        LittleFile little = hash ? read.withSum() : read;
        ByteRange.Span span = span(path, range, little.file().size());
        tell(() -> sink.begin(little.file()));
        tell(() -> sink.write(little.bytes(), (int) span.offset(), (int) span.length()));
        tell(sink::verified);
        return little.file();
    }

    private static ByteRange.Span span(String path, ByteRange range, long size) throws FileException {
        return range.of(size)
                .orElseThrow(() -> new FileException(
                        Reason.OUT_OF_RANGE, path + ": has " + size + " bytes, and none of this range"));
    }

    private void read(String path, byte[] handle, ByteRange.Span span, FileInfo known, boolean endless, Sink sink)
            throws IOException, FileException {
        MessageDigest digest = Sha256.digest();
        long wanted = endless ? Long.MAX_VALUE : span.length();
        long count = new Transfer(sftp, handle).read(span.offset(), wanted, !endless, (bytes, offset, length) -> {
            digest.update(bytes, offset, length);
            sink.write(bytes, offset, length);
        });
        boolean whole = span.offset() == 0 && span.length() == known.size();
        boolean other = whole
                && known.sha256().map(sum -> !sum.equals(Sha256.of(digest))).orElse(false);
        if (other || (!endless && count < span.length())) {
            throw new FileException(Reason.CHANGED, path + ": changed while it was read");
        }
    }

    private interface Telling {
        void run() throws IOException;
    }

    private static void tell(Telling telling) throws FileException {
        try {
            telling.run();
        } catch (IOException e) {
            throw Transfer.brokenOff(e);
        }
    }

    @Override
    public FileResult<Stored> put(String path, Content content, PutOptions options) {
        if (path.endsWith("/")) {
            return FileResult.failed(Reason.IS_A_DIRECTORY, path + ": names a directory, not a file");
        }
        return attempt(path, absolute -> {
            checkTime(path, options.modified());
            return new Put(sftp, hashes, absolute, content, options).run();
        });
    }

    @Override
    public FileResult<Boolean> makeDirectory(
            String path, OptionalInt mode, Optional<Instant> modified, boolean mkdirs) {
        return attempt(path, absolute -> {
            checkTime(path, modified);
            return new Directories(sftp).make(absolute, mode, modified, mkdirs);
        });
    }

    private static void checkTime(String path, Optional<Instant> modified) throws FileException {
        if (modified.isPresent() && !SftpTime.carries(modified.get())) {
            throw new FileException(Reason.REJECTED, path + ": " + SftpTime.outside(modified.get()));
        }
    }

    @Override
    public FileResult<FileInfo> link(String path, String target) {
        return attempt(path, absolute -> {
            Optional<FileInfo> there = sftp.look(absolute);
            if (there.isPresent() && there.get().type() != FileInfo.Type.SYMLINK) {
                throw new FileException(Reason.ALREADY_EXISTS, path + ": is there already, and is no link");
            }
            if (there.isPresent()) {
                sftp.removeFile(absolute);
            }
            sftp.makeLink(absolute, target);
            return sftp.stat(absolute, Links.SHOW);
        });
    }

    @Override
    public FileResult<Long> remove(String path, boolean recursive) {
        return attempt(path, absolute -> new Directories(sftp).remove(absolute, recursive));
    }

    @Override
    public void close() {
        try {
            sftp.close();
        } catch (IOException e) {
            // It is over in any case.
        }
    }
}

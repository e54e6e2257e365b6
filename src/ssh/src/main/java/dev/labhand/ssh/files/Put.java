package dev.labhand.ssh.files;

import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.PutOptions.Start;
import dev.labhand.ssh.files.RemoteFiles.Links;
import dev.labhand.ssh.files.RemoteFiles.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.sshd.sftp.common.SftpConstants;

/**
 * One upload. The bytes go to a part beside the file's place, which is for its owner only. When all are there, the part gets a
 * name that no other upload knows, is hashed under that name, gets its mode and time, and is renamed over the place.
 */
final class Put {

    private static final int PRIVATE = 0600;
    private static final int USUAL = 0644;

    private final Sftp sftp;
    private final RemoteHash hashes;
    private final String path;
    private String part;
    private final Content content;
    private final PutOptions options;
    private MessageDigest whole = Sha256.digest();
    private boolean wholeIsKnown = true;

    /** The path begins at the root. */
    Put(Sftp sftp, RemoteHash hashes, String path, Content content, PutOptions options) {
        this.sftp = sftp;
        this.hashes = hashes;
        this.path = path;
        this.part = PartName.of(path);
        this.content = content;
        this.options = options;
    }

    Stored run() throws IOException, FileException {
        String name = name(path);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new FileException(Reason.IS_A_DIRECTORY, path + ": names a directory, not a file");
        }
        Optional<FileInfo> before = sftp.look(path);
        if (before.isPresent()) {
            checkReplaceable(before.get());
        } else if (options.mkdirs()) {
            new Directories(sftp).makeAbove(path);
        }
        long offset = beginning();
        long size = offset + write(offset);
        if (size < options.total().orElse(size)) {
            return new Stored(sftp.stat(part, Links.SHOW), offset, false, before.isPresent());
        }
        return new Stored(finish(size, before), offset, true, before.isPresent());
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void checkReplaceable(FileInfo there) throws FileException {
        switch (there.type()) {
            case DIRECTORY -> throw new FileException(Reason.IS_A_DIRECTORY, path + ": is a directory");
            case OTHER ->
                throw new FileException(Reason.NOT_A_FILE, path + ": is a device, a pipe or a socket, and stays so");
            case FILE, SYMLINK -> {
                if (!options.overwrite()) {
                    throw new FileException(Reason.ALREADY_EXISTS, path + ": is there already");
                }
            }
        }
        if (!sftp.canReplace()) {
            throw new FileException(
                    Reason.UNSUPPORTED,
                    path
                            + ": the server cannot rename over a file (no posix-rename@openssh.com): remove the file first");
        }
    }

    /** How many bytes are there already. */
    private long beginning() throws IOException, FileException {
        return switch (options.start()) {
            case Start.Fresh() -> fresh();
            case Start.At(long offset) when offset == 0 -> fresh();
            case Start.At(long offset) -> goOn(offset);
            case Start.Resume() -> resume();
        };
    }

    /** Gives up what an upload left; what is somebody's file keeps its place, and the part gets another name. */
    private long fresh() throws IOException {
        Optional<FileInfo> there = sftp.look(part);
        if (there.isPresent() && (isLeft(there.get()) || PartName.isClaim(path, name(part)))) {
            sftp.removeFile(part);
        } else if (there.isPresent()) {
            part = PartName.claimed(path);
        }
        return 0;
    }

    /** Whether it is as an upload leaves it: this account's own, and for its owner only. */
    private boolean isLeft(FileInfo there) throws IOException {
        return there.type() == FileInfo.Type.FILE && (there.mode() & ~PRIVATE) == 0 && isOwn();
    }

    private boolean isOwn() throws IOException {
        return sftp.owner(part) == sftp.owner(sftp.home());
    }

    private long goOn(long offset) throws IOException, FileException {
        if (options.expected().isEmpty()) {
            throw new FileException(Reason.REJECTED, path + ": to go on needs the SHA-256 of the whole file");
        }
        long there = unfinished().map(FileInfo::size).orElse(0L);
        if (there != offset) {
            throw new FileException(
                    Reason.CONFLICT,
                    path + ": an upload can go on at byte " + there + ", where " + part + " ends, not at " + offset);
        }
        wholeIsKnown = false;
        return offset;
    }

    private long resume() throws IOException, FileException {
        Optional<FileInfo> there = unfinished();
        if (there.isEmpty() || there.get().size() == 0) {
            return fresh();
        }
        long size = there.get().size();
        MessageDigest ours = Sha256.digest();
        if (digestBeginning(size, ours)) {
            Sha256 beginning = Sha256.of(copy(ours));
            if (beginning.equals(hashes.of(part, size))) {
                whole = ours;
                return size;
            }
        }
        return fresh();
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
        }
    }

    /** False if the content has less bytes. */
    private boolean digestBeginning(long size, MessageDigest digest) throws FileException {
        try (InputStream source = content.preview()) {
            byte[] buffer = new byte[64 * 1024];
            for (long left = size; left > 0; ) {
                int count = source.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    return false;
                }
                digest.update(buffer, 0, count);
                left -= count;
            }
            return true;
        } catch (IOException e) {
            throw Transfer.brokenOff(e);
        }
    }

    /** What an upload left that broke off, also one that was about to be renamed; only what is this account's own. */
    private Optional<FileInfo> unfinished() throws IOException {
        Optional<FileInfo> there = sftp.look(part);
        boolean taken = there.isPresent() && !isLeft(there.get());
        if (there.isEmpty() || taken) {
            String directory = path.substring(0, Math.max(1, path.lastIndexOf('/')));
            for (FileInfo each : sftp.list(directory)) {
                if (PartName.isClaim(path, each.name())) {
                    part = taken ? PartName.claimed(path) : part;
                    sftp.rename(each.path(), part, false);
                    there = sftp.look(part);
                    break;
                }
            }
        }
        if (there.isEmpty() || there.get().type() != FileInfo.Type.FILE) {
            return Optional.empty();
        }
        // Not what somebody else laid there, and could still change.
        return isOwn() ? there : Optional.empty();
    }

    private long write(long offset) throws IOException, FileException {
        long written;
        byte[] handle = open(offset);
        try (InputStream source = open(content, offset)) {
            long most = options.total().orElse(Long.MAX_VALUE) - offset;
            written = new Transfer(sftp, handle).write(offset, source, whole, most);
        } catch (IOException e) {
            throw giveUp(SftpErrors.of(e, path), handle);
        } catch (FileException e) {
            throw giveUp(e.failure(), handle);
        }
        sftp.close(handle);
        return written;
    }

    private byte[] open(long offset) throws IOException, FileException {
        if (offset > 0) {
            return sftp.open(part, SftpConstants.SSH_FXF_WRITE, OptionalInt.empty());
        }
        int make = SftpConstants.SSH_FXF_WRITE | SftpConstants.SSH_FXF_CREAT | SftpConstants.SSH_FXF_EXCL;
        try {
            return sftp.open(part, make, OptionalInt.of(PRIVATE));
        } catch (IOException e) {
            FileFailure failure = SftpErrors.of(e, path);
            boolean taken =
                    !failure.reason().endsConversation() && sftp.look(part).isPresent();
            throw new FileException(
                    taken ? Reason.CONFLICT : withoutSpace(failure.reason()),
                    taken ? path + ": another upload of this file has just begun" : failure.message());
        }
    }

    private static InputStream open(Content content, long offset) throws FileException {
        try {
            return content.open(offset);
        } catch (IOException e) {
            throw Transfer.brokenOff(e);
        }
    }

    /** Keeps the part if it can be of use. OpenSSH has no word for a full disk: the free space tells. */
    private FileException giveUp(FileFailure failure, byte[] handle) {
        Reason reason = withoutSpace(failure.reason());
        if (!failure.reason().endsConversation()) {
            quietly(() -> sftp.close(handle));
            if (reason != Reason.BROKEN_OFF) {
                quietly(() -> sftp.removeFile(part));
            }
        }
        return reason == failure.reason()
                ? new FileException(reason, withPath(failure.message()))
                : new FileException(reason, path + ": no space left there");
    }

    private String withPath(String message) {
        return message.startsWith(path) || message.startsWith("the connection") ? message : path + ": " + message;
    }

    private Reason withoutSpace(Reason reason) {
        boolean full = reason == Reason.FAILED
                && sftp.freeBytes(path.substring(0, Math.max(1, path.lastIndexOf('/'))))
                        .map(free -> free < sftp.limits().write())
                        .orElse(false);
        return full ? Reason.NO_SPACE : reason;
    }

    private FileInfo finish(long size, Optional<FileInfo> before) throws IOException, FileException {
        String claimed = PartName.claimed(path);
        claim(claimed);
        try {
            Sha256 sum = check(claimed, size);
            OptionalInt kept = before.filter(old -> old.type() == FileInfo.Type.FILE)
                    .map(old -> OptionalInt.of(old.mode()))
                    .orElse(OptionalInt.of(USUAL));
            sftp.setAttributes(claimed, options.mode().isPresent() ? options.mode() : kept, options.modified());
            sftp.rename(claimed, path, options.overwrite());
            return sftp.stat(path, Links.SHOW).with(sum);
        } catch (IOException e) {
            // Of what was cancelled or cut off, all bytes are there: it can be gone on with.
            if (!SftpErrors.of(e, path).reason().endsConversation()) {
                quietly(() -> sftp.removeFile(claimed));
            }
            throw e;
        } catch (FileException e) {
            quietly(() -> sftp.removeFile(claimed));
            throw e;
        }
    }

    private void claim(String claimed) throws IOException, FileException {
        try {
            sftp.rename(part, claimed, true);
        } catch (IOException e) {
            FileFailure failure = SftpErrors.of(e, path);
            throw failure.reason() == Reason.NO_SUCH_FILE
                    ? new FileException(Reason.CONFLICT, path + ": another upload of this file came in between")
                    : new FileException(failure.reason(), failure.message());
        }
    }

    private Sha256 check(String claimed, long size) throws IOException, FileException {
        Optional<Sha256> sent = wholeIsKnown ? Optional.of(Sha256.of(whole)) : Optional.empty();
        Sha256 wanted = options.expected().or(() -> sent).orElseThrow();
        if (sent.isPresent() && !sent.get().equals(wanted)) {
            throw mismatch("the bytes that came have the SHA-256 " + sent.get() + ", not " + wanted);
        }
        long there = sftp.stat(claimed, Links.SHOW).size();
        Sha256 sum = hashes.of(claimed, size);
        if (there == size && !sum.equals(wanted)) {
            sum = hashes.readBack(claimed, size);
        }
        if (there != size || !sum.equals(wanted)) {
            throw mismatch("what is written there has " + there + " bytes with the SHA-256 " + sum + ", not " + size
                    + " with " + wanted);
        }
        return sum;
    }

    private FileException mismatch(String what) {
        return new FileException(Reason.CHECKSUM_MISMATCH, path + ": " + what + "; nothing was put in its place");
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void quietly(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            // What failed before is what is told.
        }
    }
}

package dev.labhand.ssh.files;

import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.RemoteFiles.Links;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.sftp.client.RawSftpClient;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attribute;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHStatPathExtension;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;

/** One SFTP session: single requests, and how names and attributes are meant. Version 3, which every server speaks. */
final class Sftp implements AutoCloseable {

    private static final int TYPE_BITS = 0170000;
    private static final int PERMISSION_BITS = 07777;

    /** Bytes of a request before its body: its length, what it asks, and its number. */
    private static final int HEAD = 9;

    private final SftpClient client;
    private final RawSftpClient raw;
    private final SftpLimits limits;
    private @Nullable String home;

    Sftp(SftpClient client) throws IOException {
        this.client = client;
        this.raw = (RawSftpClient) client;
        this.limits = SftpLimits.of(client);
    }

    SftpLimits limits() {
        return limits;
    }

    /** The account's home, where the server begins. */
    String home() throws IOException {
        String known = home;
        if (known == null) {
            known = client.canonicalPath(".");
            home = known;
        }
        return known;
    }

    /** The path from the root on; without slashes at its end. */
    String absolute(String path) throws FileException, IOException {
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw new FileException(
                    Reason.REJECTED, path.isEmpty() ? "the path is empty" : "the path holds a zero byte");
        }
        String trimmed = path.replaceFirst("(?<=.)/+$", "");
        if (trimmed.startsWith("/")) {
            return trimmed;
        }
        String below = trimmed.equals("~") || trimmed.equals(".")
                ? ""
                : trimmed.startsWith("~/") ? trimmed.substring(2) : trimmed;
        return below.isEmpty() ? home() : child(home(), below);
    }

    static String child(String directory, String name) {
        return (directory.endsWith("/") ? directory : directory + "/") + name;
    }

    FileInfo stat(String path, Links links) throws IOException {
        return info(path, links == Links.FOLLOW ? client.stat(path) : client.lstat(path));
    }

    /** What is there, if anything is; links are shown. */
    Optional<FileInfo> look(String path) throws IOException {
        try {
            return Optional.of(stat(path, Links.SHOW));
        } catch (SftpException e) {
            if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The number of a file's owner; links are shown. */
    int owner(String path) throws IOException {
        return client.lstat(path).getUserId();
    }

    private FileInfo info(String path, Attributes attributes) throws IOException {
        FileInfo.Type type = type(attributes);
        FileTime time = attributes.getFlags().contains(Attribute.ModifyTime) ? attributes.getModifyTime() : null;
        Optional<String> target = type == FileInfo.Type.SYMLINK ? Optional.of(client.readLink(path)) : Optional.empty();
        return new FileInfo(
                path,
                type,
                type == FileInfo.Type.FILE ? attributes.getSize() : 0,
                attributes.getPermissions() & PERMISSION_BITS,
                time == null
                        ? Instant.EPOCH
                        : Instant.ofEpochSecond(time.toInstant().getEpochSecond()),
                target,
                Optional.empty());
    }

    private static FileInfo.Type type(Attributes attributes) {
        if (!attributes.getFlags().contains(Attribute.Perms)) {
            // A server that tells no permissions keeps plain files at best.
            return FileInfo.Type.FILE;
        }
        return switch (attributes.getPermissions() & TYPE_BITS) {
            case 0100000 -> FileInfo.Type.FILE;
            case 0040000 -> FileInfo.Type.DIRECTORY;
            case 0120000 -> FileInfo.Type.SYMLINK;
            default -> FileInfo.Type.OTHER;
        };
    }

    /** All but the directory itself and the one above it, as the server gives them. */
    List<FileInfo> list(String path) throws IOException {
        List<FileInfo> all = new ArrayList<>();
        try (CloseableHandle handle = client.openDir(path)) {
            AtomicReference<Boolean> end = new AtomicReference<>(false);
            while (!Boolean.TRUE.equals(end.get())) {
                List<DirEntry> some = client.readDir(handle, end);
                if (some == null) {
                    break;
                }
                for (DirEntry entry : some) {
                    String name = entry.getFilename();
                    if (!name.equals(".") && !name.equals("..")) {
                        all.add(info(child(path, name), entry.getAttributes()));
                    }
                }
            }
        }
        return all;
    }

    void makeDirectory(String path) throws IOException {
        client.mkdir(path);
    }

    void setAttributes(String path, OptionalInt mode, Optional<Instant> modified) throws IOException {
        Attributes attributes = new Attributes();
        mode.ifPresent(attributes::setPermissions);
        modified.map(SftpTime::written)
                .ifPresent(time -> attributes.modifyTime(time).accessTime(time));
        if (!attributes.getFlags().isEmpty()) {
            client.setStat(path, attributes);
        }
    }

    void makeLink(String path, String target) throws IOException {
        client.link(path, target, true);
    }

    void remove(FileInfo what) throws IOException {
        if (what.type() == FileInfo.Type.DIRECTORY) {
            client.rmdir(what.path());
        } else {
            client.remove(what.path());
        }
    }

    void removeFile(String path) throws IOException {
        client.remove(path);
    }

    /** Whether a file can be renamed over another one in one step. */
    boolean canReplace() {
        OpenSSHPosixRenameExtension rename = client.getExtension(OpenSSHPosixRenameExtension.class);
        return rename != null && rename.isSupported();
    }

    /** Renames over what is there, if the server can; else, or if not wanted, what is there makes it fail. */
    void rename(String from, String to, boolean replace) throws IOException {
        OpenSSHPosixRenameExtension rename = client.getExtension(OpenSSHPosixRenameExtension.class);
        if (replace && rename != null && rename.isSupported()) {
            rename.posixRename(from, to);
        } else {
            client.rename(from, to);
        }
    }

    /** Bytes that are free for this account where a path is, if the server tells (statvfs@openssh.com). */
    Optional<Long> freeBytes(String path) {
        OpenSSHStatPathExtension statvfs = client.getExtension(OpenSSHStatPathExtension.class);
        try {
            if (statvfs != null && statvfs.isSupported()) {
                var space = statvfs.stat(path);
                return Optional.of(space.f_bavail * space.f_frsize);
            }
        } catch (IOException e) {
            // Then nobody knows.
        }
        return Optional.empty();
    }

    /**
     * Opens a file.
     *
     * @param flags of SSH_FXF
     * @param mode of a file that this makes: from its first moment
     */
    byte[] open(String path, int flags, OptionalInt mode) throws IOException {
        Buffer request = new ByteArrayBuffer();
        request.putString(path, StandardCharsets.UTF_8);
        request.putUInt(flags);
        request.putUInt(mode.isPresent() ? SftpConstants.SSH_FILEXFER_ATTR_PERMISSIONS : 0);
        mode.ifPresent(request::putUInt);
        Answer answer = answer(raw.send(SftpConstants.SSH_FXP_OPEN, request));
        if (answer.type() != SftpConstants.SSH_FXP_HANDLE) {
            throw answer.failure();
        }
        return answer.body().getBytes();
    }

    void close(byte[] handle) throws IOException {
        Buffer request = new ByteArrayBuffer();
        request.putBytes(handle);
        answer(raw.send(SftpConstants.SSH_FXP_CLOSE, request)).check();
    }

    /** Asks for bytes and returns the question's number. */
    int askToRead(byte[] handle, long offset, int length) throws IOException {
        Buffer request = new ByteArrayBuffer(64 + handle.length, false);
        request.putBytes(handle);
        request.putLong(offset);
        request.putUInt(length);
        return raw.write(SftpConstants.SSH_FXP_READ, request).getId();
    }

    /** Sends bytes to be written and returns the question's number. */
    int askToWrite(byte[] handle, long offset, byte[] data, int length) throws IOException {
        Buffer request = new ByteArrayBuffer(64 + handle.length + length, false);
        // With room for its head a request is sent as it is, else as a copy.
        request.rpos(HEAD);
        request.wpos(HEAD);
        request.putBytes(handle);
        request.putLong(offset);
        request.putBytes(data, 0, length);
        return raw.write(SftpConstants.SSH_FXP_WRITE, request).getId();
    }

    Answer answer(int id) throws IOException {
        return Answer.of(raw.receive(id));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    /** What the server says to one question. */
    record Answer(int type, Buffer body) {

        static Answer of(Buffer packet) {
            packet.getInt(); // its length
            int type = packet.getUByte();
            packet.getInt(); // the question's number
            return new Answer(type, packet);
        }

        /** Fails unless it says that all is well. */
        void check() throws IOException {
            SftpException failure = failure();
            if (failure.getStatus() != SftpConstants.SSH_FX_OK) {
                throw failure;
            }
        }

        /** The bytes that were asked for, to be read; empty at the file's end. */
        Optional<Buffer> data() throws IOException {
            if (type == SftpConstants.SSH_FXP_DATA) {
                int length = body.getInt();
                if (length < 0 || length > body.available()) {
                    throw new ProtocolException("the server sends a packet that is broken");
                }
                body.wpos(body.rpos() + length);
                return Optional.of(body);
            }
            SftpException failure = failure();
            if (failure.getStatus() == SftpConstants.SSH_FX_EOF) {
                return Optional.empty();
            }
            throw failure;
        }

        SftpException failure() throws IOException {
            if (type != SftpConstants.SSH_FXP_STATUS) {
                throw new ProtocolException("the server answers with a packet of type " + type + ", which is none");
            }
            int status = body.getInt();
            return new SftpException(
                    status, body.available() >= Integer.BYTES ? Objects.requireNonNullElse(body.getString(), "") : "");
        }
    }
}

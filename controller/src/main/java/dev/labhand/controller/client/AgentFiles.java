package dev.labhand.controller.client;

import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Target;
import dev.labhand.controller.client.HttpConnection.Body;
import dev.labhand.controller.inventory.Address;
import dev.labhand.ssh.files.ByteRange;
import dev.labhand.ssh.files.Content;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.FileInfo;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.PartName;
import dev.labhand.ssh.files.PutOptions;
import dev.labhand.ssh.files.PutOptions.Start;
import dev.labhand.ssh.files.RemoteFiles;
import dev.labhand.ssh.files.Sha256;
import dev.labhand.ssh.files.Sink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Files behind an agent: their bytes over {@code /files}, all else as keywords. */
final class AgentFiles implements RemoteFiles {

    /** What an agent may need to reach the target and look. */
    private static final Duration LOOKING = Duration.ofMinutes(2);

    /** From this size on, another request costs less than to read the content twice. */
    private static final long LARGE = 16 << 20;

    private final AgentSession session;
    private final FileRequests requests;
    private final Address.Agent agent;
    private final Target target;

    AgentFiles(AgentSession session, Address.Agent agent, Target target, AgentAccess access) {
        this.session = session;
        this.agent = agent;
        this.target = target;
        this.requests = new FileRequests(agent, target, access);
    }

    private <T> FileResult<T> call(
            String keyword, String path, Map<String, @Nullable Object> options, Function<@Nullable Object, T> reading) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        named.put("target", target.toString());
        named.put("path", path);
        named.putAll(options);
        return switch (session.call(new Invocation(keyword, List.of(), named), LOOKING)) {
            case Exchange.Answered(InvocationResult.Passed(var value)) -> {
                try {
                    yield FileResult.done(reading.apply(value));
                } catch (IllegalArgumentException e) {
                    yield FileResult.failed(
                            Reason.FAILED, "the agent's answer to " + keyword + " makes no sense: " + e.getMessage());
                }
            }
            case Exchange.Answered(InvocationResult.Failed(var failure)) ->
                new FileResult.Failed<>(FileStructs.atAgent(FileStructs.failure(failure), agent));
            case Exchange.NotTaken(var outcome) ->
                new FileResult.Failed<>(FileStructs.ofAgent(FileStructs.failure(outcome), agent, target));
            case Exchange.Broken(String reason) ->
                new FileResult.Failed<>(FileStructs.ofAgent(new FileFailure(Reason.LOST, reason), agent, target));
        };
    }

    @Override
    public FileResult<FileInfo> stat(String path, Links links) {
        return call("file.stat", path, Map.of("follow", links == Links.FOLLOW), FileStructs::read);
    }

    @Override
    public FileResult<List<FileInfo>> list(String path) {
        return call(
                "file.list",
                path,
                Map.of(),
                value -> Structs.listOf(value).stream().map(FileStructs::read).toList());
    }

    @Override
    public FileResult<FileInfo> hash(String path) {
        return call("file.stat", path, Map.of("sha256", true), FileStructs::read);
    }

    @Override
    public FileResult<Long> remove(String path, boolean recursive) {
        return call(
                "file.remove", path, Map.of("recursive", recursive), value -> value instanceof Long count ? count : 0L);
    }

    @Override
    public FileResult<FileInfo> get(String path, ByteRange range, boolean hash, Sink sink) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (!range.isAll()) {
            fields.put("Range", "bytes=" + digits(range.first()) + "-" + digits(range.last()));
        }
        fields.put("Want-Repr-Digest", "sha-256=" + (hash ? 1 : 0));
        return requests.get(path, fields, !range.isAll(), sink)
                .then(file -> hash && !range.isAll() && file.sha256().isEmpty()
                        // What came cannot be told from the end of another state of the file.
                        ? FileResult.failed(
                                Reason.CHECKSUM_MISMATCH, path + ": the agent gives no SHA-256 with a part of it")
                        : FileResult.done(file));
    }

    private static String digits(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }

    @Override
    public FileResult<Stored> put(String path, Content content, PutOptions options) {
        Optional<FileInfo> part = options.start() instanceof Start.Resume ? part(path) : Optional.empty();
        long announced = options.total().orElse(0);
        if (part.isEmpty() && announced >= LARGE) {
            return readingOnce(path, content, options, announced);
        }
        MessageDigest digest = Sha256.digest();
        long size;
        try {
            size = digest(content, Long.MAX_VALUE, digest);
        } catch (IOException e) {
            return FileResult.failed(Reason.BROKEN_OFF, Reasons.of(e));
        }
        Sha256 sum = Sha256.of(digest);
        long offset = part.filter(there -> isBeginning(there, content, size))
                .map(FileInfo::size)
                .orElse(0L);
        FileResult<Stored> result = send(path, content, options, offset, size, sum);
        boolean conflict =
                result instanceof FileResult.Failed<Stored>(FileFailure failure) && failure.reason() == Reason.CONFLICT;
        return offset > 0 && conflict ? send(path, content, options, 0, size, sum) : result;
    }

    /** What is left of an earlier upload. */
    private Optional<FileInfo> part(String path) {
        return hash(PartName.of(path)) instanceof FileResult.Done<FileInfo>(FileInfo there) && there.size() > 0
                ? Optional.of(there)
                : Optional.empty();
    }

    /** Not if it is all of the content, for the last bytes finish the upload. */
    private static boolean isBeginning(FileInfo part, Content content, long size) {
        if (part.size() >= size) {
            return false;
        }
        MessageDigest digest = Sha256.digest();
        try {
            digest(content, part.size(), digest);
        } catch (IOException e) {
            return false;
        }
        return part.sha256().equals(Optional.of(Sha256.of(digest)));
    }

    /**
     * Sends all but the last byte as a piece, and then that one with the check-sum, which is known by then. (A trailer field
     * could carry it, too, but proxies drop those.)
     */
    private FileResult<Stored> readingOnce(String path, Content content, PutOptions options, long size) {
        MessageDigest digest = Sha256.digest();
        try (InputStream bytes = new DigestInputStream(content.open(0), digest)) {
            return requests.putPiece(
                            path, query(options), fields(options, 0, size - 1, size), new Body(bytes, size - 1))
                    .then(_ -> sendLast(path, bytes, digest, options, size));
        } catch (IOException e) {
            return FileResult.failed(Reason.BROKEN_OFF, Reasons.of(e));
        }
    }

    private FileResult<Stored> sendLast(
            String path, InputStream bytes, MessageDigest digest, PutOptions options, long size) {
        byte[] last;
        try {
            last = bytes.readNBytes(1);
        } catch (IOException e) {
            return FileResult.failed(Reason.BROKEN_OFF, Reasons.of(e));
        }
        if (last.length == 0) {
            return FileResult.failed(Reason.CHANGED, path + ": the file became shorter while it was sent");
        }
        return send(path, _ -> new ByteArrayInputStream(last), options, size - 1, size, Sha256.of(digest))
                .map(stored -> new Stored(stored.file(), 0, stored.complete(), stored.replaced()));
    }

    private FileResult<Stored> send(
            String path, Content content, PutOptions options, long offset, long size, Sha256 sum) {
        Map<String, String> fields = fields(options, offset, size - offset, size);
        fields.put("Repr-Digest", "sha-256=:" + sum.base64() + ":");
        try (InputStream bytes = content.open(offset)) {
            return requests.put(path, query(options), fields, new Body(bytes, size - offset))
                    .map(answer -> new Stored(answer.file(), offset, true, answer.status() == 200));
        } catch (IOException e) {
            return FileResult.failed(Reason.BROKEN_OFF, Reasons.of(e));
        }
    }

    private static Map<String, String> fields(PutOptions options, long offset, long length, long size) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (length < size) {
            fields.put("Content-Range", "bytes " + offset + "-" + (offset + length - 1) + "/" + size);
        }
        if (!options.overwrite()) {
            fields.put("If-None-Match", "*");
        }
        return fields;
    }

    private static long digest(Content content, long most, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long size = 0;
        try (InputStream in = content.preview()) {
            while (size < most) {
                int count = in.read(buffer, 0, (int) Math.min(most - size, buffer.length));
                if (count < 0) {
                    break;
                }
                digest.update(buffer, 0, count);
                size += count;
            }
        }
        return size;
    }

    @Override
    public FileResult<Boolean> makeDirectory(
            String path, OptionalInt mode, Optional<Instant> modified, boolean mkdirs) {
        return requests.put(
                        path,
                        query(mode, modified, mkdirs),
                        Map.of("Content-Type", "inode/directory"),
                        new Body(InputStream.nullInputStream(), 0))
                .map(answer -> answer.status() == 201);
    }

    @Override
    public FileResult<FileInfo> link(String path, String leadsTo) {
        byte[] text = leadsTo.getBytes(StandardCharsets.UTF_8);
        return requests.put(
                        path,
                        Map.of(),
                        Map.of("Content-Type", "inode/symlink"),
                        new Body(new ByteArrayInputStream(text), text.length))
                .map(FileRequests.Put::file);
    }

    private static Map<String, String> query(PutOptions options) {
        return query(options.mode(), options.modified(), options.mkdirs());
    }

    private static Map<String, String> query(OptionalInt mode, Optional<Instant> modified, boolean mkdirs) {
        Map<String, String> query = new LinkedHashMap<>();
        mode.ifPresent(bits -> query.put("mode", "%04o".formatted(bits)));
        modified.ifPresent(time -> query.put("modified", time.toString()));
        if (mkdirs) {
            query.put("mkdirs", "true");
        }
        return query;
    }

    @Override
    public void close() {
        session.close();
        requests.close();
    }
}

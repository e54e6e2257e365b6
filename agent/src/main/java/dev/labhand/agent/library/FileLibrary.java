package dev.labhand.agent.library;

import dev.labhand.agent.job.TargetFiles;
import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordLibrary;
import dev.labhand.api.Log;
import dev.labhand.api.Options;
import dev.labhand.api.Target;
import dev.labhand.ssh.files.ByteRange;
import dev.labhand.ssh.files.Content;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileInfo;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import dev.labhand.ssh.files.RemoteFiles.Links;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Small files as keywords; large ones go over {@code /files}. */
@KeywordLibrary(
        value = "File",
        doc =
                "Small files over SFTP, on the agent's own machine and on those it can reach. A path begins at / or ~/, else in"
                        + " the account's home.")
public final class FileLibrary {

    private static final String TARGET =
            "Where it is: 'local' (the agent's own machine), [user@]host[:port], or a name of the agent's inventory.";
    private static final String PATH = "The path there; ~/ or no slash at the beginning is the account's home.";
    private static final String FILE =
            "A struct: path, name, type (file, directory, symlink or other), size, mode (octal digits), modified;"
                    + " linkTarget of a symlink";

    /** What is returned at most, in bytes: 8 MiB are 11 MiB as base64. */
    private static final int MOST = 8 << 20;

    private final TargetFiles targets;

    public FileLibrary(TargetFiles targets) {
        this.targets = targets;
    }

    /** The options of {@code file.get}. */
    public record GetOptions(
            @Arg(value = "The first byte, counted from 0.", defaultValue = "0")
            long offset,

            @Arg("How many bytes at most; all by default.") Optional<Long> length) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is negative
         */
        public GetOptions {
            if (offset < 0 || length.orElse(0L) < 0) {
                throw new IllegalArgumentException((offset < 0 ? "offset" : "length") + ": should not be negative");
            }
        }

        ByteRange range() {
            return length.isEmpty() ? ByteRange.from(offset) : ByteRange.of(offset, Math.min(length.get(), MOST + 1L));
        }
    }

    /** The options of {@code file.stat}. */
    public record StatOptions(
            @Arg(value = "Whether a symbolic link is followed; else it is told itself.", defaultValue = "true")
            boolean follow,

            @Arg(value = "Whether to compute the SHA-256 of a file.", defaultValue = "false")
            boolean sha256) {}

    /** The options of {@code file.remove}. */
    public record RemoveOptions(
            @Arg(
                    value = "Whether a directory is removed with all in it; links are removed, not followed.",
                    defaultValue = "false")
            boolean recursive) {}

    @Keyword(
            value = "file.put",
            doc =
                    "Puts a small file in its place. It is written beside it, checked by its SHA-256 and renamed, so that"
                            + " nobody ever sees a part of it; a symbolic link in its place is replaced. Large files: PUT /files.",
            returns = FILE + ", sha256.",
            tags = "file")
    public Map<String, @Nullable Object> put(
            @Arg(TARGET) Target target,
            @Arg(PATH) String path,
            @Arg("What is to be in it: bytes; text stands for its UTF-8.") byte[] data,
            @Options FilePutOptions options,
            Log log) {
        return with(
                target,
                files -> files.put(path, Content.of(data), options.toPut(data.length))
                        .map(stored -> {
                            log.info("Put " + data.length + " bytes to " + path + " on " + target + ".");
                            return FileStruct.of(stored.file());
                        }));
    }

    @Keyword(
            value = "file.get",
            doc =
                    "Gets a small file or a part of it, at most 8 MiB. Read as a whole, it is checked by its SHA-256. Large"
                            + " files: GET /files.",
            returns = FILE + ", data (bytes), and the sha256 of the file if data is all of it.",
            tags = "file")
    public Map<String, @Nullable Object> get(
            @Arg(TARGET) Target target, @Arg(PATH) String path, @Options GetOptions options) {
        if (options.length().equals(Optional.of(0L))) {
            return stat(target, path, new StatOptions(true, false), new byte[0]);
        }
        boolean all = options.offset() == 0 && options.length().isEmpty();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        return with(
                target,
                files -> files.get(path, options.range(), all, (bytes, offset, length) -> {
                            if (data.size() + length > MOST) {
                                throw new IOException("it has more than " + MOST
                                        + " bytes: read it in parts with offset and length, or with GET /files");
                            }
                            data.write(bytes, offset, length);
                        })
                        .map(file -> {
                            Map<String, @Nullable Object> struct = FileStruct.of(file);
                            struct.put("data", data.toByteArray());
                            return struct;
                        }));
    }

    @Keyword(
            value = "file.stat",
            doc = "Tells what a path leads to; fails if there is nothing.",
            returns = FILE + "; sha256 if asked for.",
            tags = "file")
    public Map<String, @Nullable Object> stat(
            @Arg(TARGET) Target target, @Arg(PATH) String path, @Options StatOptions options) {
        return stat(target, path, options, null);
    }

    private Map<String, @Nullable Object> stat(
            Target target, String path, StatOptions options, byte @Nullable [] data) {
        Links links = options.follow() ? Links.FOLLOW : Links.SHOW;
        return with(
                target,
                files -> files.stat(path, links)
                        .then(file -> options.sha256() && file.type() == FileInfo.Type.FILE
                                ? files.hash(path)
                                : FileResult.done(file))
                        .map(file -> {
                            Map<String, @Nullable Object> struct = FileStruct.of(file);
                            if (data != null) {
                                struct.put("data", data);
                            }
                            return struct;
                        }));
    }

    @Keyword(
            value = "file.list",
            doc = "Lists a directory, in the order of names.",
            returns = "A list of structs as of file.stat; symbolic links are told themselves.",
            tags = "file")
    public List<Map<String, @Nullable Object>> list(@Arg(TARGET) Target target, @Arg(PATH) String path) {
        return with(
                target,
                files -> files.list(path)
                        .map(all -> all.stream().map(FileStruct::of).toList()));
    }

    @Keyword(
            value = "file.remove",
            doc = "Removes a file, a symbolic link (not what it leads to) or a directory; fails if there is nothing.",
            returns = "How many files, links and directories were removed.",
            tags = "file")
    public long remove(@Arg(TARGET) Target target, @Arg(PATH) String path, @Options RemoveOptions options, Log log) {
        long removed = with(target, files -> files.remove(path, options.recursive()));
        log.info("Removed " + path + " on " + target + ".");
        return removed;
    }

    private <T> T with(Target target, Function<RemoteFiles, FileResult<T>> work) {
        FileResult<T> result = targets.open(target).then(files -> {
            try (files) {
                return work.apply(files);
            }
        });
        return switch (result) {
            case FileResult.Done<T>(T value) -> value;
            case FileResult.Failed<T>(FileFailure failure) -> throw new KeywordException(FileStruct.failure(failure));
        };
    }
}

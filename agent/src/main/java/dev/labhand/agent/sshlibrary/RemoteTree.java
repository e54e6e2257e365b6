package dev.labhand.agent.sshlibrary;

import dev.labhand.api.KeywordException;
import dev.labhand.ssh.files.ByteRange;
import dev.labhand.ssh.files.Content;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileInfo;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.PutOptions;
import dev.labhand.ssh.files.RealPath;
import dev.labhand.ssh.files.RemoteFiles;
import dev.labhand.ssh.files.RemoteFiles.Links;
import dev.labhand.ssh.files.Sink;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The files of a connection, by the rules of these keywords: links are what they lead to, and failures end the keyword. */
final class RemoteTree implements AutoCloseable {

    private final RemoteFiles files;

    RemoteTree(RemoteFiles files) {
        this.files = files;
    }

    /** Opens the files of a connection. */
    static RemoteTree of(SshConnection connection) {
        return new RemoteTree(
                demand(connection.session().orElseThrow(Problem::notOpen).files()));
    }

    private static <T> T demand(FileResult<T> result) {
        return switch (result) {
            case FileResult.Done<T>(T value) -> value;
            case FileResult.Failed<T>(FileFailure failure) ->
                throw KeywordException.failed("OSError: " + failure.message());
        };
    }

    /** What there is; empty if nothing is there, or not to be seen. */
    Optional<FileInfo> look(String path) {
        return switch (files.stat(path, Links.FOLLOW)) {
            case FileResult.Done<FileInfo>(FileInfo there) -> Optional.of(there);
            case FileResult.Failed<FileInfo> failed
            when failed.failure().reason().endsConversation() -> Optional.of(demand(failed));
            case FileResult.Failed<FileInfo> _ -> Optional.empty();
        };
    }

    boolean isFile(String path) {
        return look(path).map(FileInfo::type).equals(Optional.of(FileInfo.Type.FILE));
    }

    boolean isDirectory(String path) {
        return look(path).map(FileInfo::type).equals(Optional.of(FileInfo.Type.DIRECTORY));
    }

    /** The path without links. */
    String real(String path) {
        return demand(RealPath.of(files, path));
    }

    /** What is in a directory, by name; links as what they lead to, with their target, or as links if that is nothing. */
    List<FileInfo> list(String directory) {
        return demand(files.list(directory)).stream()
                .map(each -> each.linkTarget().isEmpty()
                        ? each
                        : look(each.path())
                                .map(behind -> at(each.path(), behind, each.linkTarget()))
                                .orElse(each))
                .toList();
    }

    private static FileInfo at(String path, FileInfo info, Optional<String> linkTarget) {
        return new FileInfo(path, info.type(), info.size(), info.mode(), info.modified(), linkTarget, info.sha256());
    }

    /** Whether something in a list counts as a file: a link does unless it leads to a directory. */
    static boolean isFile(FileInfo listed) {
        return listed.type() == FileInfo.Type.FILE
                || (listed.linkTarget().isPresent() && listed.type() != FileInfo.Type.DIRECTORY);
    }

    /** Whether it is a directory itself. */
    static boolean isDirectory(FileInfo listed) {
        return listed.type() == FileInfo.Type.DIRECTORY && listed.linkTarget().isEmpty();
    }

    /** The files that a path means: itself, or those whose names fit its last part. */
    List<FileInfo> files(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (!NamePattern.isPattern(name)) {
            return look(path)
                    .filter(there -> there.type() == FileInfo.Type.FILE)
                    .map(there -> at(path, there, Optional.empty()))
                    .stream()
                    .toList();
        }
        String directory = path.substring(0, path.length() - name.length());
        String where = directory.isEmpty() ? "." : directory;
        if (!isDirectory(where)) {
            return List.of();
        }
        return list(where).stream()
                .filter(each -> isFile(each) && NamePattern.matches(name, each.name()))
                .map(each -> at(directory + each.name(), each, each.linkTarget()))
                .toList();
    }

    void put(String path, Content content, OptionalInt mode) {
        PutOptions how = new PutOptions(
                mode,
                Optional.empty(),
                true,
                true,
                new PutOptions.Start.Fresh(),
                OptionalLong.empty(),
                Optional.empty());
        demand(files.put(path, content, how));
    }

    void makeDirectory(String path) {
        demand(files.makeDirectory(path, OptionalInt.empty(), Optional.empty(), true));
    }

    void get(String path, Sink sink) {
        demand(files.get(path, ByteRange.ALL, false, sink));
    }

    @Override
    public void close() {
        files.close();
    }
}

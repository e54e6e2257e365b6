package dev.labhand.agent.sshlibrary;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.Log;
import dev.labhand.ssh.files.Content;
import dev.labhand.ssh.files.FileInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Looking at the remote machine's files, and their content without files on this one. */
final class FileKeywords {

    private static final String PATH = "A path there; relative ones begin in the account's home.";
    private static final String PATTERN = "Only names that fit: * ? [seq] [!seq].";
    private static final String ABSOLUTE = "Whether to return paths from the root on instead of names.";
    private static final String NAMES = "The names, sorted.";

    /** Since the content travels in one answer. */
    private static final long LARGEST_CONTENT = 16L << 20;

    private final Clients clients;

    FileKeywords(Clients clients) {
        this.clients = clients;
    }

    @Keyword(
            value = "file_should_exist",
            doc = "Fails if there is no such file. The last part of the path may be a pattern.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void fileShouldExist(
            @Arg(PATH) String path, @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection)
            throws IOException, InterruptedException {
        check(connection, "File '" + path + "' does not exist.", tree -> exists(tree, path));
    }

    @Keyword(
            value = "file_should_not_exist",
            doc = "Fails if there is such a file. The last part of the path may be a pattern.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void fileShouldNotExist(
            @Arg(PATH) String path, @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection)
            throws IOException, InterruptedException {
        check(connection, "File '" + path + "' exists.", tree -> !exists(tree, path));
    }

    private static boolean exists(RemoteTree tree, String path) {
        return tree.files(path).stream().anyMatch(each -> each.type() == FileInfo.Type.FILE);
    }

    @Keyword(
            value = "directory_should_exist",
            doc = "Fails if there is no such directory.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void directoryShouldExist(
            @Arg(PATH) String path, @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection)
            throws IOException, InterruptedException {
        check(connection, "Directory '" + path + "' does not exist.", tree -> tree.isDirectory(path));
    }

    @Keyword(
            value = "directory_should_not_exist",
            doc = "Fails if there is such a directory.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void directoryShouldNotExist(
            @Arg(PATH) String path, @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection)
            throws IOException, InterruptedException {
        check(connection, "Directory '" + path + "' exists.", tree -> !tree.isDirectory(path));
    }

    private void check(Optional<Object> connection, String failure, Predicate<RemoteTree> condition)
            throws IOException, InterruptedException {
        clients.call(connection, (chosen, _) -> {
            try (RemoteTree tree = RemoteTree.of(chosen)) {
                if (!condition.test(tree)) {
                    throw KeywordException.failed(failure);
                }
                return true;
            }
        });
    }

    @Keyword(value = "list_directory", doc = "Lists what is in a directory.", returns = NAMES, tags = Doc.TAG)
    public List<String> list(
            @Arg(PATH) String path,
            @Arg(PATTERN) Optional<String> pattern,
            @Arg(value = ABSOLUTE, defaultValue = "false") Object absolute,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        return list(path, pattern, absolute, connection, log, _ -> true, "item", "items");
    }

    @Keyword(
            value = "list_files_in_directory",
            doc = "Lists the files in a directory.",
            returns = NAMES,
            tags = Doc.TAG)
    public List<String> listFiles(
            @Arg(PATH) String path,
            @Arg(PATTERN) Optional<String> pattern,
            @Arg(value = ABSOLUTE, defaultValue = "false") Object absolute,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        return list(path, pattern, absolute, connection, log, RemoteTree::isFile, "file", "files");
    }

    @Keyword(
            value = "list_directories_in_directory",
            doc = "Lists the directories in a directory.",
            returns = NAMES,
            tags = Doc.TAG)
    public List<String> listDirectories(
            @Arg(PATH) String path,
            @Arg(PATTERN) Optional<String> pattern,
            @Arg(value = ABSOLUTE, defaultValue = "false") Object absolute,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        return list(path, pattern, absolute, connection, log, RemoteTree::isDirectory, "directory", "directories");
    }

    private List<String> list(
            String path,
            Optional<String> pattern,
            Object absolute,
            Optional<Object> connection,
            Log log,
            Predicate<FileInfo> wanted,
            String one,
            String several)
            throws IOException, InterruptedException {
        return clients.call(connection, (chosen, all) -> {
            try (RemoteTree tree = RemoteTree.of(chosen)) {
                if (!tree.isDirectory(path)) {
                    throw KeywordException.failed("There was no directory matching '" + path + "'.");
                }
                List<String> found = tree.list(path).stream()
                        .filter(each -> wanted.test(each))
                        .filter(each -> pattern.isEmpty() || NamePattern.matches(pattern.get(), each.name()))
                        .map(each -> Truth.of(absolute) ? each.path() : each.name())
                        .toList();
                log.write(
                        all.level(),
                        found.size() + " " + (found.size() == 1 ? one : several) + ":\n" + String.join("\n", found));
                return found;
            }
        });
    }

    @Keyword(
            value = "get_file_content",
            doc =
                    "Reads a file of at most 16 MiB, without a file on the agent's machine. SSHLibrary has no such keyword.",
            returns = "Its text, by the connection's encoding; its bytes if binary is true.",
            tags = Doc.TAG)
    public Object content(
            @Arg(PATH) String path,
            @Arg(value = "Whether to return bytes.", defaultValue = "false", kind = Kind.NAMED_ONLY) boolean binary,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection)
            throws IOException, InterruptedException {
        return clients.call(connection, (chosen, _) -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (RemoteTree tree = RemoteTree.of(chosen)) {
                tree.get(path, (buffer, offset, length) -> {
                    if (bytes.size() + (long) length > LARGEST_CONTENT) {
                        throw new IOException("it has more than " + LARGEST_CONTENT + " bytes: use get_file");
                    }
                    bytes.write(buffer, offset, length);
                });
            }
            return binary ? bytes.toByteArray() : PlainText.of(chosen.encoding().text(bytes.toByteArray()));
        });
    }

    @Keyword(
            value = "put_file_content",
            doc = "Writes a file, without a file on the agent's machine. SSHLibrary has no such keyword.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void putContent(
            @Arg("Bytes, or text that is written in UTF-8.") byte[] content,
            @Arg(PATH) String destination,
            @Arg(value = "The file's permission bits, in octal.", defaultValue = "\"0644\"") String mode,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection)
            throws IOException, InterruptedException {
        OptionalInt bits = CopyKeywords.mode(mode);
        clients.call(connection, (chosen, _) -> {
            try (RemoteTree tree = RemoteTree.of(chosen)) {
                tree.put(destination, Content.of(content), bits);
                return true;
            }
        });
    }
}

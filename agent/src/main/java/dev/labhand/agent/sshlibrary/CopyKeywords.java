package dev.labhand.agent.sshlibrary;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.Log;
import dev.labhand.ssh.files.FileInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Copying files and directories between the agent's machine and the remote one. */
final class CopyKeywords {

    private static final String LOCAL = "A path on the agent's machine.";
    private static final String REMOTE = "A path on the remote machine.";
    private static final String PATTERN = " Its last part may be a pattern.";
    private static final String FILE_OR_DIRECTORY = " A directory if it is one or ends with a slash, else a file's.";
    private static final String MODE = "The files' permission bits, in octal.";
    private static final String NEWLINE = "What each line feed becomes: LF, CRLF, CR.";
    private static final String RECURSIVE = "Whether its directories are copied, too.";
    private static final String SCP = "Without effect: copies are made by SFTP.";

    private final Clients clients;

    CopyKeywords(Clients clients) {
        this.clients = clients;
    }

    /** Something to do with the remote files; what was copied is logged. */
    @FunctionalInterface
    private interface Copying {
        void with(RemoteTree tree, CopyLog log) throws IOException;
    }

    /** Tells what was copied, and what was not. */
    interface CopyLog {
        void copied(Object from, Object to);

        /** A link to a directory that it is in, itself or by way of others. */
        void leadsBack(Object link);
    }

    private record Told(Log log, Log.Level level) implements CopyLog {

        @Override
        public void copied(Object from, Object to) {
            log.write(level, "'" + from + "' -> '" + to + "'");
        }

        @Override
        public void leadsBack(Object link) {
            log.warn("'" + link + "' leads back to a directory that it is in, and is left out.");
        }
    }

    private void copy(Optional<Object> connection, Log log, Copying copying) throws IOException, InterruptedException {
        clients.call(connection, (chosen, all) -> {
            try (RemoteTree tree = RemoteTree.of(chosen)) {
                copying.with(tree, new Told(log, all.level()));
                return true;
            }
        });
    }

    static OptionalInt mode(String octal) {
        try {
            return OptionalInt.of(Integer.parseUnsignedInt(octal, 8) & 07777);
        } catch (NumberFormatException e) {
            throw KeywordException.failed("ValueError: invalid literal for int() with base 8: '" + octal + "'");
        }
    }

    @Keyword(
            value = "put_file",
            doc = "Copies files to the remote machine. Missing directories are made.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void putFile(
            @Arg(LOCAL + PATTERN) String source,
            @Arg(value = REMOTE + FILE_OR_DIRECTORY, defaultValue = "\".\"") String destination,
            @Arg(value = MODE, defaultValue = "\"0744\"") String mode,
            @Arg(value = NEWLINE, defaultValue = "\"\"") String newline,
            @Arg(value = SCP, defaultValue = "\"OFF\"") String scp,
            @Arg(value = SCP, name = "scp_preserve_times", defaultValue = "false") Object scpPreserveTimes,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        OptionalInt bits = mode(mode);
        List<Path> sources = LocalTree.matching(source);
        if (sources.isEmpty()) {
            throw KeywordException.failed("There are no source files matching '" + source + "'.");
        }
        Optional<Path> directory = sources.stream().filter(Files::isDirectory).findFirst();
        if (directory.isPresent()) {
            throw KeywordException.failed("IsADirectoryError: [Errno 21] Is a directory: '" + directory.get() + "'");
        }
        copy(connection, log, (tree, told) -> {
            boolean into = destination.endsWith("/") || tree.isDirectory(destination);
            if (!into && sources.size() > 1) {
                throw KeywordException.failed(
                        "ValueError: It is not possible to copy multiple source files to one destination file.");
            }
            for (Path each : sources) {
                String to = into ? below(destination, String.valueOf(each.getFileName())) : destination;
                tree.put(to, LocalTree.content(each, Configuration.newline(newline)), bits);
                told.copied(each, to);
            }
        });
    }

    @Keyword(
            value = "get_file",
            doc = "Copies files from the remote machine. Missing directories are made.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void getFile(
            @Arg(REMOTE + PATTERN) String source,
            @Arg(value = LOCAL + FILE_OR_DIRECTORY, defaultValue = "\".\"") String destination,
            @Arg(value = SCP, defaultValue = "\"OFF\"") String scp,
            @Arg(value = SCP, name = "scp_preserve_times", defaultValue = "false") Object scpPreserveTimes,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        copy(connection, log, (tree, told) -> {
            List<FileInfo> sources = tree.files(source);
            if (sources.isEmpty()) {
                throw KeywordException.failed("There were no source files matching '" + source + "'.");
            }
            Path target = LocalTree.path(destination);
            boolean into = destination.endsWith("/") || Files.isDirectory(target);
            if (!into && sources.size() > 1) {
                throw KeywordException.failed("Cannot copy multiple source files to one destination file.");
            }
            for (FileInfo each : sources) {
                Path to = into ? target.resolve(each.name()) : target;
                LocalTree.receive(to, sink -> tree.get(each.path(), sink));
                told.copied(each.path(), to);
            }
        });
    }

    @Keyword(
            value = "put_directory",
            doc =
                    "Copies a directory's files to the remote machine: below the destination if that is there, else as it.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void putDirectory(
            @Arg(LOCAL) String source,
            @Arg(value = REMOTE, defaultValue = "\".\"") String destination,
            @Arg(value = MODE, defaultValue = "\"0744\"") String mode,
            @Arg(value = NEWLINE, defaultValue = "\"\"") String newline,
            @Arg(value = RECURSIVE, defaultValue = "false") Object recursive,
            @Arg(value = SCP, defaultValue = "\"OFF\"") String scp,
            @Arg(value = SCP, name = "scp_preserve_times", defaultValue = "false") Object scpPreserveTimes,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        OptionalInt bits = mode(mode);
        Path from = LocalTree.path(source);
        if (!Files.isDirectory(from)) {
            throw KeywordException.failed("There was no source path matching '" + source + "'.");
        }
        copy(connection, log, (tree, told) -> {
            boolean there = tree.isDirectory(destination);
            String to = there ? below(destination, String.valueOf(from.getFileName())) : trimmed(destination);
            for (Path each : LocalTree.inside(from, Truth.of(recursive), told::leadsBack)) {
                String target = to + "/" + from.relativize(each);
                if (Files.isDirectory(each)) {
                    tree.makeDirectory(target);
                } else {
                    tree.put(target, LocalTree.content(each, Configuration.newline(newline)), bits);
                }
                told.copied(each, target);
            }
        });
    }

    @Keyword(
            value = "get_directory",
            doc =
                    "Copies a directory's files from the remote machine: below the destination if that is there, else as it.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void getDirectory(
            @Arg(REMOTE) String source,
            @Arg(value = LOCAL, defaultValue = "\".\"") String destination,
            @Arg(value = RECURSIVE, defaultValue = "false") Object recursive,
            @Arg(value = SCP, defaultValue = "\"OFF\"") String scp,
            @Arg(value = SCP, name = "scp_preserve_times", defaultValue = "false") Object scpPreserveTimes,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        copy(connection, log, (tree, told) -> {
            if (!tree.isDirectory(source)) {
                throw KeywordException.failed("There was no directory matching '" + source + "'.");
            }
            String from = trimmed(source);
            Path target = LocalTree.path(destination);
            Path to = Files.isDirectory(target) ? target.resolve(name(from)) : target;
            Files.createDirectories(to);
            receive(tree, from, to, Truth.of(recursive), told);
        });
    }

    /** Links are what they lead to; but one that leads back is left out, for it has no end. */
    static void receive(RemoteTree tree, String from, Path to, boolean recursive, CopyLog told) throws IOException {
        receive(tree, from, recursive ? List.of(tree.real(from)) : List.of(), to, told);
    }

    /** @param above where the directory and those above it really are, up to where the copy began; empty if it goes no deeper */
    private static void receive(RemoteTree tree, String from, List<String> above, Path to, CopyLog told)
            throws IOException {
        for (FileInfo each : tree.list(from)) {
            String path = from + "/" + each.name();
            Path target = to.resolve(each.name());
            if (each.type() == FileInfo.Type.FILE) {
                LocalTree.receive(target, sink -> tree.get(path, sink));
                told.copied(path, target);
            } else if (each.type() != FileInfo.Type.DIRECTORY && !above.isEmpty()) {
                throw KeywordException.failed("There was no directory matching '" + path + "'.");
            } else if (!above.isEmpty()) {
                String real = each.linkTarget().isPresent() ? tree.real(path) : below(above.getLast(), each.name());
                if (above.contains(real)) {
                    told.leadsBack(path);
                } else {
                    Files.createDirectories(target);
                    receive(
                            tree,
                            path,
                            Stream.concat(above.stream(), Stream.of(real)).toList(),
                            target,
                            told);
                }
            }
        }
    }

    private static String below(String directory, String name) {
        return trimmed(directory).equals("/") ? "/" + name : trimmed(directory) + "/" + name;
    }

    private static String trimmed(String path) {
        String trimmed = path.replaceAll("/+$", "");
        return trimmed.isEmpty() ? "/" : trimmed;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

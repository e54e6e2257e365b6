package dev.labhand.agent.sshlibrary;

import dev.labhand.ssh.files.Content;
import dev.labhand.ssh.files.PartName;
import dev.labhand.ssh.files.Sink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The files of the agent's machine, by the rules of these keywords. */
final class LocalTree {

    private LocalTree() {}

    /** From the agent's working directory; {@code ~/} is the home of its account. */
    static Path path(String text) {
        Path path = text.equals("~") || text.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), text.substring(1))
                : Path.of(text);
        return path.toAbsolutePath().normalize();
    }

    /** What a path means: itself, or all whose names fit its last part; nothing if there is nothing. */
    static List<Path> matching(String text) throws IOException {
        Path path = path(text);
        String name = String.valueOf(path.getFileName());
        if (Files.exists(path) || !NamePattern.isPattern(name)) {
            return Files.exists(path) ? List.of(path) : List.of();
        }
        try {
            return sorted(path.resolveSibling(".").normalize()).stream()
                    .filter(each -> NamePattern.matches(name, String.valueOf(each.getFileName())))
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    private static List<Path> sorted(Path directory) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(directory)) {
            inside.forEach(all::add);
        }
        Collections.sort(all);
        return PartName.last(all, each -> String.valueOf(each.getFileName()));
    }

    /**
     * The files in a directory; with those below it if wanted, and then its empty directories, too. Links are what they lead to.
     *
     * @param leadsBack is told of links to a directory that they are in, which are left out
     */
    static List<Path> inside(Path directory, boolean recursive, Consumer<Path> leadsBack) throws IOException {
        return inside(directory, recursive ? List.of(directory.toRealPath()) : List.of(), leadsBack);
    }

    /** @param above where the directory and those above it really are; empty to go no deeper */
    private static List<Path> inside(Path directory, List<Path> above, Consumer<Path> leadsBack) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path each : sorted(directory)) {
            boolean folder = Files.isDirectory(each);
            if (folder && !above.isEmpty()) {
                Path real = each.toRealPath();
                if (above.contains(real)) {
                    leadsBack.accept(each);
                } else {
                    List<Path> here =
                            Stream.concat(above.stream(), Stream.of(real)).toList();
                    List<Path> below = inside(each, here, leadsBack);
                    found.addAll(below.isEmpty() ? List.of(each) : below);
                }
            } else if (!folder && Files.isRegularFile(each)) {
                found.add(each);
            }
        }
        return found;
    }

    /** A file's bytes; each line feed is replaced, unless by nothing. */
    static Content content(Path file, String newline) {
        Content plain = Content.of(file);
        return newline.isEmpty() || newline.equals("\n")
                ? plain
                : offset -> {
                    InputStream lines = new Lines(plain.open(0), newline.getBytes(StandardCharsets.UTF_8));
                    lines.skipNBytes(offset);
                    return lines;
                };
    }

    /** Replaces line feeds. */
    private static final class Lines extends InputStream {

        private final InputStream source;
        private final byte[] newline;
        private InputStream ready = new ByteArrayInputStream(new byte[0]);

        Lines(InputStream source, byte[] newline) {
            this.source = source;
            this.newline = newline;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = ready.read(buffer, offset, length);
            while (count < 0) {
                byte[] some = source.readNBytes(8192);
                if (some.length == 0) {
                    return -1;
                }
                ready = replaced(some);
                count = ready.read(buffer, offset, length);
            }
            return count;
        }

        private InputStream replaced(byte[] bytes) {
            List<InputStream> parts = new ArrayList<>();
            int begin = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    parts.add(new ByteArrayInputStream(bytes, begin, i - begin));
                    parts.add(new ByteArrayInputStream(newline));
                    begin = i + 1;
                }
            }
            parts.add(new ByteArrayInputStream(bytes, begin, bytes.length - begin));
            return new SequenceInputStream(Collections.enumeration(parts));
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }

    /** Gives a file's bytes to a sink. */
    @FunctionalInterface
    interface Giving {
        void to(Sink sink);
    }

    /** Makes a file of what is given, beside its place and then in it, so that a part of it is never there. */
    static void receive(Path file, Giving giving) throws IOException {
        Path directory = file.resolveSibling(".").normalize();
        Files.createDirectories(directory);
        Path part = directory.resolve(
                ".labhand-" + file.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                giving.to(out::write);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}

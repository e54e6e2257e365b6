package dev.labhand.ssh;

import dev.labhand.ssh.config.Patterns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of host keys in the format of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". Read anew each time they are asked. */
final class KnownHosts {

    private static final Logger LOG = LoggerFactory.getLogger(KnownHosts.class);
    static final int DEFAULT_PORT = 22;
    private static final Object APPENDING = new Object();

    /** What a line says of its key. */
    enum Kind {
        HOST_KEY,
        CERT_AUTHORITY,
        REVOKED
    }

    /**
     * One line.
     *
     * @param hosts comma-separated patterns, or one hashed name
     * @param key as on the wire
     */
    record Entry(Path file, int line, Kind kind, String hosts, String keyType, byte[] key) {

        boolean matches(String host, int port) {
            String name = nameOf(host, port);
            return hosts.startsWith("|") ? matchesHash(name) : matchesPatterns(name);
        }

        /** Where it stands: {@code FILE:LINE}. */
        String place() {
            return file + ":" + line;
        }

        boolean hasKey(byte[] other) {
            return Arrays.equals(key, other);
        }

        private boolean matchesPatterns(String name) {
            return Patterns.match(hosts.toLowerCase(Locale.ROOT), name);
        }

        private boolean matchesHash(String name) {
            String[] parts = hosts.split("\\|", -1);
            if (parts.length != 4 || !parts[1].equals("1")) {
                return false;
            }
            try {
                Mac mac = Mac.getInstance("HmacSHA1");
                mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
                byte[] digest = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
                return Arrays.equals(digest, Base64.getDecoder().decode(parts[3]));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                LOG.debug("known hosts, line {}: {}", line, e.toString());
                return false;
            }
        }
    }

    private final List<Path> files;

    KnownHosts(List<Path> files) {
        this.files = files;
    }

    /** How a host stands in the file: {@code host}, or {@code [host]:port} if the port is not 22. */
    static String nameOf(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        return port == DEFAULT_PORT ? name : "[" + name + "]:" + port;
    }

    /**
     * All lines that hold a key; lines that cannot be read are passed over.
     *
     * @throws IOException if a file that exists cannot be read
     */
    List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : files) {
            read(file, entries);
        }
        return entries;
    }

    private static void read(Path file, List<Entry> entries) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        int number = 0;
        for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                parse(file, number, text, entries);
            }
        }
    }

    private static void parse(Path file, int number, String line, List<Entry> entries) {
        String[] fields = line.split("\\s+", -1);
        boolean marked = fields[0].startsWith("@");
        int first = marked ? 1 : 0;
        if (fields.length < first + 3) {
            LOG.debug("{} line {}: not a host key", file, number);
            return;
        }
        try {
            Kind kind = !marked
                    ? Kind.HOST_KEY
                    : switch (fields[0]) {
                        case "@cert-authority" -> Kind.CERT_AUTHORITY;
                        case "@revoked" -> Kind.REVOKED;
                        default -> throw new IllegalArgumentException("unknown marker " + fields[0]);
                    };
            byte[] key = Base64.getDecoder().decode(fields[first + 2]);
            entries.add(new Entry(file, number, kind, fields[first], fields[first + 1], key));
        } catch (IllegalArgumentException e) {
            LOG.debug("{} line {}: {}", file, number, e.getMessage());
        }
    }

    /**
     * Adds a key of a host in one write, unless it is there already. Makes the file (0600) and its folder (0700) if they are
     * missing. Safe among threads and processes.
     */
    static void remember(Path file, String host, int port, String keyType, byte[] key) throws IOException {
        synchronized (APPENDING) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder, permissions(folder, "rwx------"));
            }
            Set<StandardOpenOption> options =
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try (FileChannel channel =
                            FileChannel.open(file, options, permissions(file.toAbsolutePath(), "rw-------"));
                    var _ = channel.lock()) {
                if (new KnownHosts(List.of(file))
                        .entries().stream()
                                .anyMatch(entry -> entry.kind == Kind.HOST_KEY
                                        && entry.hasKey(key)
                                        && entry.matches(host, port))) {
                    return;
                }
                String start = endsInsideLine(channel) ? "\n" : "";
                String line = start + nameOf(host, port) + " " + keyType + " "
                        + Base64.getEncoder().encodeToString(key) + "\n";
                ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
                channel.position(channel.size());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
    }

    private static boolean endsInsideLine(FileChannel channel) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
    }

    private static FileAttribute<?>[] permissions(Path path, String mode) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}

package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.labhand.ssh.KnownHosts.Entry;
import dev.labhand.ssh.KnownHosts.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownHostsTest {

    private static final byte[] KEY = {1, 2, 3};
    private static final Path FILE = Path.of("known_hosts");

    @TempDir
    Path folder;

    private KnownHosts file(String... lines) throws IOException {
        Path file = folder.resolve("known_hosts");
        Files.writeString(file, String.join("\n", lines));
        return new KnownHosts(List.of(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "host host 22 true",
                "HOST host 22 true",
                "host Host 22 true",
                "host host 2222 false",
                "[host]:2222 host 2222 true",
                "[host]:2222 host 22 false",
                "a,host,b host 22 true",
                "*.lab n1.lab 22 true",
                "*.lab lab 22 false",
                "n?.lab n12.lab 22 false",
                "*.lab,!n1.lab n1.lab 22 false",
                "!n1.lab,*.lab n2.lab 22 true",
                "!n1.lab n2.lab 22 false",
                "[*.lab]:2222 n1.lab 2222 true",
                "![n1.lab]:2222,[*.lab]:2222 n1.lab 2222 false",
                "fe80::1 fe80::1 22 true",
                "a.b axb 22 false",
            })
    void patternsMatchAsSshdSays(String patterns, String host, int port, boolean matches) {
        assertThat(new Entry(FILE, 1, Kind.HOST_KEY, patterns, "ssh-ed25519", KEY).matches(host, port))
                .isEqualTo(matches);
    }

    /** Made by {@code ssh-keygen -H} from lines for {@code host.example} and {@code [host.example]:2222}. */
    @Test
    void hashedNamesMatch() {
        Entry plain = new Entry(
                FILE,
                1,
                Kind.HOST_KEY,
                "|1|nbbLGPJ3yk70yLg3OEBhjiAQF5g=|0Ps+QLozyoQ7IpQwrDsFLnIRTNE=",
                "ssh-ed25519",
                KEY);
        Entry port = new Entry(
                FILE,
                2,
                Kind.HOST_KEY,
                "|1|75PqdnIUF74UwDjx9StqFdQMOCg=|x+hujL7gGfUe0acUR2RRct7AG7o=",
                "ssh-ed25519",
                KEY);
        assertThat(plain.matches("host.example", 22)).isTrue();
        assertThat(plain.matches("HOST.example", 22)).isTrue();
        assertThat(plain.matches("host.example", 2222)).isFalse();
        assertThat(port.matches("host.example", 2222)).isTrue();
        assertThat(port.matches("other.example", 2222)).isFalse();
        assertThat(new Entry(FILE, 3, Kind.HOST_KEY, "|1|broken", "ssh-ed25519", KEY).matches("host.example", 22))
                .isFalse();
    }

    @Test
    void linesKeepTheirNumbersAndBadOnesArePassedOver() throws IOException {
        KnownHosts hosts = file(
                "# a comment",
                "",
                "a ssh-ed25519 AQID comment of words",
                "not enough",
                "b ssh-ed25519 !!!",
                "@revoked * ssh-rsa AQID",
                "@cert-authority *.lab ssh-rsa AQID",
                "@unheard-of * ssh-rsa AQID",
                "\tc\tssh-rsa\tAQID\r");
        assertThat(hosts.entries())
                .extracting(Entry::line, Entry::kind, Entry::hosts, Entry::keyType)
                .containsExactly(
                        tuple(3, Kind.HOST_KEY, "a", "ssh-ed25519"),
                        tuple(6, Kind.REVOKED, "*", "ssh-rsa"),
                        tuple(7, Kind.CERT_AUTHORITY, "*.lab", "ssh-rsa"),
                        tuple(9, Kind.HOST_KEY, "c", "ssh-rsa"));
        assertThat(hosts.entries()).allMatch(entry -> entry.hasKey(KEY));
    }

    @Test
    void aKeyIsAddedOnALineOfItsOwnAndOnlyOnce() throws IOException {
        file("a ssh-ed25519 AQID");
        Path file = folder.resolve("known_hosts");
        KnownHosts.remember(file, "b.lab", 2222, "ssh-ed25519", KEY);
        KnownHosts.remember(file, "B.lab", 2222, "ssh-ed25519", KEY);
        KnownHosts.remember(file, "a", 22, "ssh-ed25519", KEY);
        assertThat(Files.readAllLines(file)).isEqualTo(List.of("a ssh-ed25519 AQID", "[b.lab]:2222 ssh-ed25519 AQID"));
    }

    @Test
    void allFilesAreReadAndLinesToldByTheirFile() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "a ssh-ed25519 AQID\n");
        Path two = Files.writeString(folder.resolve("two"), "# none\nb ssh-ed25519 AQID\n");
        assertThat(new KnownHosts(List.of(one, folder.resolve("missing"), two)).entries())
                .extracting(Entry::place)
                .containsExactly(one + ":1", two + ":2");
    }

    @Test
    void aMissingFileIsEmptyAndIsMadePrivate() throws IOException {
        Path file = folder.resolve("new/known_hosts");
        KnownHosts hosts = new KnownHosts(List.of(file));
        assertThat(hosts.entries()).isEmpty();
        KnownHosts.remember(file, "a", 22, "ssh-ed25519", KEY);
        assertThat(hosts.entries()).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new"))))
                .isEqualTo("rwx------");
    }
}

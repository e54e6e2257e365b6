package dev.labhand.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which configuration files are believed: as with OpenSSH, none that others could have written. */
class FileTrustTest {

    @TempDir
    Path home;

    private Path own;

    @BeforeEach
    void makeFolder() throws IOException {
        own = Files.createDirectory(home.resolve(".ssh")).resolve("config");
    }

    private static Path write(Path file, String permissions, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private String user(Path config) throws ConfigProblem {
        return new SshConfig(Optional.of(config), new Tokens.Home(home, "me"), Map.of())
                .host("dut1", Optional.empty(), OptionalInt.empty())
                .user();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw----", "rw-r--rw-", "rw-rw-r--", "rw--w--w-"})
    void theUsersOwnFileThatOthersCanWriteIsRefused(String permissions) throws IOException {
        write(own, permissions, "User root");

        assertThatThrownBy(() -> user(own))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage("SSH configuration file " + own
                        + " can be written by other accounts, which could lead connections astray: chmod go-w it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-r--r--", "r--r--r--", "rwxr-xr-x"})
    void oneThatItsOwnerAloneCanWriteIsFollowed(String permissions) throws Exception {
        assertThat(user(write(own, permissions, "User root"))).isEqualTo("root");
    }

    @Test
    void aLinkIsAsGoodAsTheFileThatItLeadsTo() throws IOException {
        Files.createSymbolicLink(own, write(home.resolve("shared"), "rw-rw-r--", "User root"));

        assertThatThrownBy(() -> user(own)).hasMessageContaining("chmod go-w it");
    }

    @Test
    void whatIsIncludedIsCheckedWhoeverIncludesIt() throws IOException {
        Path included = write(home.resolve("included"), "rw-rw-r--", "User root");
        Path named = write(home.resolve("named"), "rw-r--r--", "Include " + included);

        assertThatThrownBy(() -> user(named)).hasMessageContaining(included + " can be written by other accounts");
    }

    @Test
    void aFileThatWasNamedIsBelieved() throws Exception {
        assertThat(user(write(home.resolve("named"), "rw-rw-rw-", "User root"))).isEqualTo("root");
    }

    @Test
    void noFileIsNoProblem() throws Exception {
        assertThat(user(own)).isEqualTo("me");
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1000, false", "1001, true"})
    void nobodyButRootAndOneselfMayOwnIt(long owner, boolean refused) {
        Optional<String> problem = FileTrust.problem(0100644, owner, 1000, "do harm");

        assertThat(problem.isPresent()).isEqualTo(refused);
        assertThat(problem.orElse("user id 1001 could do harm chown"))
                .contains("user id 1001", "could do harm", "chown");
    }
}

package dev.labhand.ssh.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshSettings;
import dev.labhand.ssh.files.Content;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.PutOptions;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not removed, however it is spelled: the home of an account, what it is in, and the root directory. */
class HomeStaysTest {

    @TempDir
    Path folder;

    private Path home;
    private EmbeddedSshServer server;
    private SshCommands ssh;
    private RemoteFiles files;

    @BeforeEach
    void start() throws IOException {
        folder = folder.toRealPath();
        home = Files.createDirectories(folder.resolve("homes/tess"));
        Files.createDirectories(home.resolve("sub/d"));
        Files.createDirectories(home.resolve("sub/e"));
        Files.createDirectories(folder.resolve("homes/tessa"));
        Files.writeString(home.resolve("precious"), "kept");
        Files.createSymbolicLink(home.resolve("outside"), folder.resolve("homes"));
        Files.createSymbolicLink(folder.resolve("away"), Path.of("homes"));
        Files.createSymbolicLink(folder.resolve("straight"), home);
        Files.createSymbolicLink(folder.resolve("round"), Path.of("round"));
        server = EmbeddedSshServer.start(
                new Account("tess", home.toString(), "/bin/sh"), Map.of(), ChildProcess.Starter.forThisMachine());
        ssh = SshCommands.open(SshSettings.defaults());
        files = done(ssh.openFiles(server.endpoint()));
    }

    @AfterEach
    void stop() throws IOException {
        files.close();
        ssh.close();
        server.close();
    }

    private static <T> T done(FileResult<T> result) {
        assertThat(result).isInstanceOf(FileResult.Done.class);
        return ((FileResult.Done<T>) result).value();
    }

    private static FileFailure failure(FileResult<?> result) {
        assertThat(result).isInstanceOf(FileResult.Failed.class);
        return ((FileResult.Failed<?>) result).failure();
    }

    private String spelled(String path) {
        return path.replace("HOME", home.toString()).replace("FOLDER", folder.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~",
                "~/",
                "~//",
                ".",
                "./",
                "~/.",
                "~/./",
                "./.",
                "HOME",
                "HOME/",
                "HOME//",
                "HOME/.",
                "HOME/./",
                "HOME/././/",
                "../tess",
                "../tess/",
                "~/../tess",
                "~/sub/..",
                "HOME/sub/d/../..",
                "HOME/sub/../../tess",
                "FOLDER/homes/tessa/../tess",
                "FOLDER/homes/./tess",
                "FOLDER//homes//tess",
                "FOLDER/away/tess",
                "FOLDER/straight/../tess",
                "~/outside/tess",
                "~/outside/tessa/../tess",
                "..",
                "~/..",
                "FOLDER/homes",
                "FOLDER/homes/",
                "FOLDER/away/../homes",
                "FOLDER/straight/../../homes",
                "~/../../homes",
            })
    void theHomeAndWhatItIsInStayHoweverTheyAreSpelled(String path) {
        assertThat(failure(files.remove(spelled(path), true)))
                .satisfies(why -> assertThat(why.reason()).isEqualTo(Reason.REJECTED))
                .satisfies(why -> assertThat(why.message()).contains("never removed"));

        assertThat(home.resolve("precious")).hasContent("kept");
        assertThat(home.resolve("sub/d")).isDirectory();
        assertThat(folder.resolve("homes/tessa")).isDirectory();
    }

    /** Not recursively: that these tests run is worth something, too. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/.", "/./", "/..", "/tmp/..", "/tmp/../", "/tmp/../."})
    void theRootDirectoryStays(String path) {
        assertThat(failure(files.remove(path, false)))
                .satisfies(why -> assertThat(why.reason()).isEqualTo(Reason.REJECTED))
                .satisfies(why -> assertThat(why.message()).contains("never removed"));
    }

    @Test
    void whatIsInTheHomeOrBesideItIsRemoved() {
        assertThat(done(files.remove("~/sub/../sub/d", true))).isEqualTo(1);
        assertThat(done(files.remove("./sub/", true))).isEqualTo(2);
        assertThat(done(files.remove("../tessa", true))).isEqualTo(1);

        assertThat(home.toFile().list()).containsExactlyInAnyOrder("precious", "outside");
    }

    @Test
    void aLinkToTheHomeIsRemovedItself() {
        assertThat(done(files.remove(spelled("FOLDER/straight"), true))).isEqualTo(1);
        assertThat(done(files.remove(spelled("FOLDER/away/"), true))).isEqualTo(1);
        assertThat(done(files.remove("~/outside", true))).isEqualTo(1);
        assertThat(done(files.remove(spelled("FOLDER/round"), true))).isEqualTo(1);

        assertThat(home.resolve("precious")).hasContent("kept");
    }

    @Test
    void nothingElseIsDoneToADirectoryThatIsSpelledLikeAFile() {
        Content content = Content.of(new byte[] {1});
        for (String path : new String[] {"~/.", "~/sub/..", "../tess", ".", "~"}) {
            assertThat(failure(files.put(path, content, PutOptions.DEFAULTS)).reason())
                    .isEqualTo(Reason.IS_A_DIRECTORY);
            assertThat(failure(files.link(path, "elsewhere")).reason()).isEqualTo(Reason.ALREADY_EXISTS);
        }
        assertThat(home.toFile().list()).containsExactlyInAnyOrder("precious", "outside", "sub");
    }
}

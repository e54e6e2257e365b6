package dev.labhand.agent.sshlibrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshSettings;
import dev.labhand.ssh.embedded.EmbeddedSshServer;
import dev.labhand.ssh.files.FileInfo;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links on the other machine, which SSHLibrary follows. */
class RemoteTreeTest {

    @TempDir
    private Path folder;

    private final List<String> copied = new ArrayList<>();
    private final List<String> back = new ArrayList<>();
    private EmbeddedSshServer server;
    private SshCommands ssh;
    private RemoteTree tree;
    private Path from;

    private final CopyKeywords.CopyLog told = new CopyKeywords.CopyLog() {
        @Override
        public void copied(Object source, Object to) {
            copied.add(from.relativize(Path.of(source.toString())).toString());
        }

        @Override
        public void leadsBack(Object link) {
            back.add(from.relativize(Path.of(link.toString())).toString());
        }
    };

    @BeforeEach
    void make() throws IOException {
        from = Files.createDirectory(folder.resolve("from"));
        Files.writeString(from.resolve("a"), "1");
        Files.writeString(Files.createDirectory(from.resolve("sub")).resolve("s"), "2");
        Files.createSymbolicLink(from.resolve("ld"), Path.of("sub"));
        Files.createSymbolicLink(from.resolve("la"), Path.of("a"));
        server = EmbeddedSshServer.start();
        ssh = SshCommands.open(SshSettings.defaults());
        FileResult<RemoteFiles> files = ssh.openFiles(server.endpoint());
        assertThat(files).isInstanceOf(FileResult.Done.class);
        tree = new RemoteTree(((FileResult.Done<RemoteFiles>) files).value());
    }

    @AfterEach
    void close() throws IOException {
        tree.close();
        ssh.close();
        server.close();
    }

    @Test
    void linksAreFilesUnlessTheyLeadToDirectoriesAndNeverDirectories() throws IOException {
        Files.createSymbolicLink(from.resolve("nowhere"), Path.of("gone"));

        List<FileInfo> all = tree.list(from.toString());

        assertThat(all).extracting(FileInfo::name).containsExactly("a", "la", "ld", "nowhere", "sub");
        assertThat(all.stream().filter(RemoteTree::isFile))
                .extracting(FileInfo::name)
                .containsExactly("a", "la", "nowhere");
        assertThat(all.stream().filter(RemoteTree::isDirectory))
                .extracting(FileInfo::name)
                .containsExactly("sub");
        assertThat(tree.files(from + "/[an]*")).extracting(FileInfo::name).containsExactly("a", "nowhere");
    }

    @Test
    void directoriesAreCopiedByWayOfLinksButNotOfThoseThatLeadBack() throws IOException {
        Files.createSymbolicLink(from.resolve("loop"), Path.of("."));
        Files.createSymbolicLink(from.resolve("sub/up"), from);
        Path to = Files.createDirectory(folder.resolve("to"));

        CopyKeywords.receive(tree, from.toString(), to, true, told);

        assertThat(copied).containsExactly("a", "la", "ld/s", "sub/s");
        assertThat(back).containsExactly("ld/up", "loop", "sub/up");
        assertThat(to.resolve("ld/s")).hasContent("2");
        assertThat(to.resolve("loop")).doesNotExist();
    }

    @Test
    void whatLeadsNowhereFailsTheCopyThatGoesDeep() throws IOException {
        Files.createSymbolicLink(from.resolve("nowhere"), Path.of("gone"));
        Path to = Files.createDirectory(folder.resolve("to"));

        CopyKeywords.receive(tree, from.toString(), to, false, told);

        assertThat(copied).containsExactly("a", "la");
        assertThatThrownBy(() -> CopyKeywords.receive(tree, from.toString(), to, true, told))
                .hasMessageContaining("There was no directory matching '" + from + "/nowhere'.");
    }
}

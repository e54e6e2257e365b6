package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.OpenSshServer;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.TemporaryFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files that are much larger than the memory of whoever moves them: agent and command line have small heaps. */
@RequiresPeer(Peer.SSHD)
class FilesMemoryIT {

    private static final String SMALL_HEAP = "-Xmx40m -XX:MaxDirectMemorySize=24m";
    private static final long SIZE = 128L << 20;

    private static OpenSshServer sshd;
    private static AgentProcess agent;
    private static TemporaryFolder folder;
    private static Path image;

    @BeforeAll
    static void start() throws IOException {
        folder = TemporaryFolder.create("files");
        image = makeImage();
        sshd = OpenSshServer.start();
        agent = AgentProcess.startWith(
                SMALL_HEAP,
                "--identity",
                sshd.identity().toString(),
                "--known-hosts",
                sshd.knownHosts().toString());
    }

    @AfterAll
    static void stop() {
        agent.close();
        sshd.close();
        folder.close();
    }

    private static void labhand(String... arguments) {
        String[] all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--identity",
                                sshd.identity().toString(),
                                "--known-hosts",
                                sshd.knownHosts().toString()))
                .toArray(String[]::new);
        Labhand.labhand(all).env("LABHAND_JAVA_OPTS", SMALL_HEAP).run().succeeded();
    }

    /** Zeros, but for bytes at both ends: quickly made, and no other file. */
    private static Path makeImage() throws IOException {
        Path file = folder.path().resolve("image");
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.write(1);
            bytes.setLength(SIZE);
            bytes.seek(SIZE - 1);
            bytes.write(2);
        }
        return file;
    }

    private static String straight() {
        return "ssh://" + sshd.target();
    }

    private static String through() {
        return sshd.target().replaceFirst("^.*@", "");
    }

    @Test
    void anUploadThroughTheAgentAndADownloadStraight() throws IOException {
        Path there = folder.path().resolve("one");
        labhand(
                "put",
                "-w",
                through(),
                "-l",
                sshd.user(),
                "--via",
                agent.url().toString(),
                image.toString(),
                there.toString());
        labhand("get", "-w", straight(), there.toString(), back().toString());
        assertCameBack(there);
    }

    @Test
    void anUploadStraightAndADownloadThroughTheAgent() throws IOException {
        Path there = folder.path().resolve("two");
        labhand("put", "-w", straight(), image.toString(), there.toString());
        labhand(
                "get",
                "-w",
                through(),
                "-l",
                sshd.user(),
                "--via",
                agent.url().toString(),
                there.toString(),
                back().toString());
        assertCameBack(there);
    }

    private static Path back() {
        return folder.path().resolve("back");
    }

    private static void assertCameBack(Path there) throws IOException {
        try (Stream<Path> machines = Files.list(back())) {
            Path machine = machines.findFirst().orElseThrow();
            Path copy = machine.resolve(there.getFileName());
            assertThat(Files.mismatch(copy, image))
                    .as("first byte that differs")
                    .isEqualTo(-1);
            Files.delete(copy);
            Files.delete(machine);
        }
        Files.delete(there);
    }
}

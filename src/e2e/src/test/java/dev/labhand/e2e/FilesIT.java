package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.OpenSshServer;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.Processes;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RunningProcess;
import dev.labhand.e2e.support.TemporaryFolder;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files through an agent and straight, to OpenSSH's own server and to the agent's machine. */
@RequiresPeer(Peer.SSHD)
class FilesIT {

    private static final int LARGE = 64 << 20;

    private static OpenSshServer sshd;
    private static AgentProcess agent;

    private TemporaryFolder here;
    private TemporaryFolder there;

    @BeforeAll
    static void start() {
        sshd = OpenSshServer.start();
        agent = AgentProcess.start(
                "--identity",
                sshd.identity().toString(),
                "--known-hosts",
                sshd.knownHosts().toString());
    }

    @AfterAll
    static void stop() {
        agent.close();
        sshd.close();
    }

    @BeforeEach
    void makeFolders() {
        here = TemporaryFolder.create("here");
        there = TemporaryFolder.create("there");
    }

    @AfterEach
    void removeFolders() {
        here.close();
        there.close();
    }

    private static Path random(Path file, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(file, bytes);
    }

    private static String direct() {
        return "ssh://" + sshd.target();
    }

    private static Finished labhand(String... arguments) {
        return command(arguments).run();
    }

    private static Labhand command(String... arguments) {
        return Labhand.labhand(Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--identity",
                                sshd.identity().toString(),
                                "--known-hosts",
                                sshd.knownHosts().toString()))
                .toArray(String[]::new));
    }

    private String url(Path path) {
        return agent.url() + "/files?target=" + sshd.target() + "&path="
                + URLEncoder.encode(path.toString(), StandardCharsets.UTF_8);
    }

    @Test
    void aLargeFileGoesStraightAndComesBackThroughTheAgent() throws IOException {
        Path file = random(here.path().resolve("image"), LARGE);

        Finished put =
                labhand("put", "-w", direct(), file.toString(), there.path().toString());
        Finished get = labhand(
                "get",
                "-w",
                sshd.target().replaceFirst("^.*@", ""),
                "--via",
                agent.url().toString(),
                "-l",
                sshd.user(),
                there.path().resolve("image").toString(),
                here.path().resolve("back").toString());

        assertThat(put.exit()).as("%s", put).isZero();
        assertThat(put.lines().getLast()).isEqualTo("1 target: 1 returned");
        assertThat(there.path().resolve("image")).hasSameBinaryContentAs(file);
        assertThat(get.exit()).as("%s", get).isZero();
        try (Stream<Path> machines = Files.list(here.path().resolve("back"))) {
            assertThat(machines.toList())
                    .singleElement()
                    .satisfies(machine -> assertThat(machine.resolve("image")).hasSameBinaryContentAs(file));
        }
    }

    @Test
    void anUploadThatIsCutIsLostAndResumes() throws IOException {
        Path file = random(here.path().resolve("image"), LARGE);
        Path part = there.path().resolve(".labhand-image.part");
        String[] put = {"put", "-w", direct(), file.toString(), there.path().toString() + "/"};
        try (RunningProcess cut = command(put).start()) {
            Processes.awaitThat("a part of the file", () -> sizeOf(part) > 1 << 20);
            sshd.killConnections();
            Finished lost = cut.await();
            assertThat(lost.lines().getLast()).as("%s", lost).isEqualTo("1 target: 1 lost");
            assertThat(lost.exit()).isEqualTo(8);
        }
        assertThat(there.path().resolve("image")).doesNotExist();
        assertThat(part).isRegularFile();

        Finished resumed =
                labhand(Stream.concat(Stream.of(put), Stream.of("--resume")).toArray(String[]::new));

        assertThat(resumed.exit()).as("%s", resumed).isZero();
        assertThat(there.path().resolve("image")).hasSameBinaryContentAs(file);
        assertThat(part).doesNotExist();
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void treesGoThroughAgentsAndKeepTheirModes() throws IOException {
        Path tree = here.path().resolve("tree");
        Files.createDirectories(tree.resolve("sub/empty"));
        random(tree.resolve("sub/läuft 'x'"), 100_000);
        Files.createSymbolicLink(tree.resolve("inner"), Path.of("sub"));
        Files.createSymbolicLink(tree.resolve("outer"), Path.of("/etc/passwd"));
        Files.writeString(tree.resolve("run"), "#!/bin/sh\n");
        assertThat(tree.resolve("run").toFile().setExecutable(true)).isTrue();

        Finished put = labhand("put", "-p", "-w", agent.url().toString(), tree.toString(), there.path() + "/copy");

        assertThat(put.exit()).as("%s", put).isEqualTo(5);
        assertThat(put.stderr()).contains("outer: is a link that leads out of the directory");
        Path copy = there.path().resolve("copy");
        assertThat(copy.resolve("sub/läuft 'x'")).hasSameBinaryContentAs(tree.resolve("sub/läuft 'x'"));
        assertThat(copy.resolve("sub/empty")).isDirectory();
        assertThat(copy.resolve("run")).isExecutable();
        assertThat(Files.readSymbolicLink(copy.resolve("inner"))).isEqualTo(Path.of("sub"));
        assertThat(copy.resolve("outer")).doesNotExist();

        Finished get =
                labhand("get", "-p", "--json", "-w", agent.url().toString(), copy.toString(), here.path() + "/back");

        assertThat(get.exit()).as("%s", get).isZero();
        assertThat(get.stdout()).contains("\"files\":2", "\"directories\":3", "\"links\":1");
    }

    @Test
    void outcomesTellWhatHappenedOnEachMachine() throws IOException {
        Path file = random(here.path().resolve("f"), 10);

        Finished put = labhand(
                "put",
                "-w",
                direct() + "," + agent.url() + ",http://127.0.0.1:1",
                file.toString(),
                there.path().resolve("no/such/f").toString());

        assertThat(put.lines().getLast()).as("%s", put).isEqualTo("3 targets: 2 failed, 1 unreachable");
        assertThat(put.exit()).isEqualTo(4);
        assertThat(put.stderr()).contains("no such file or directory");
        assertThat(labhand("put", "-w", direct(), here.path() + "/missing", "/tmp/")
                        .exit())
                .isEqualTo(2);
    }

    /** Only root can make a small disk. */
    @Test
    @RequiresPeer(Peer.ROOT)
    void aFullDiskIsToldAndLeavesNothing() throws IOException {
        Path disk = Files.createDirectory(there.path().resolve("disk"));
        assertThat(RunningProcess.run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString())
                        .exit())
                .isZero();
        try {
            Path file = random(here.path().resolve("f"), 16 << 20);

            Finished straight = labhand("put", "-w", direct(), file.toString(), disk.toString());
            Finished embedded = labhand("put", "-w", agent.url().toString(), file.toString(), disk.toString());
            Finished curl = RunningProcess.run(
                    "curl",
                    "-s",
                    "-o",
                    "/dev/stderr",
                    "-w",
                    "%{http_code}",
                    "-T",
                    file.toString(),
                    url(disk.resolve("f")));

            assertThat(straight.stderr()).contains("no space left there");
            assertThat(embedded.stderr()).contains("no space left there");
            assertThat(straight.exit()).isEqualTo(5);
            assertThat(curl.stdout()).isEqualTo("507");
            try (Stream<Path> left = Files.list(disk)) {
                assertThat(left).isEmpty();
            }
        } finally {
            RunningProcess.run("umount", disk.toString());
        }
    }

    @Test
    void curlPutsGetsAndGoesOn() throws IOException {
        Path file = random(here.path().resolve("f"), 5 << 20);
        Path copy = there.path().resolve("f");
        Path back = here.path().resolve("back");

        Finished put = RunningProcess.run("curl", "-sS", "-f", "-T", file.toString(), url(copy));
        Files.write(back, Arrays.copyOf(Files.readAllBytes(file), 1 << 20));
        Finished get = RunningProcess.run("curl", "-sS", "-f", "-C", "-", "-o", back.toString(), url(copy));
        Finished head = RunningProcess.run("curl", "-sS", "-I", url(copy));

        assertThat(put.exit()).as("%s", put).isZero();
        assertThat(put.stdout()).contains("\"size\":5242880", "\"sha256\":\"");
        assertThat(copy).hasSameBinaryContentAs(file);
        assertThat(get.exit()).as("%s", get).isZero();
        assertThat(back).hasSameBinaryContentAs(file);
        assertThat(head.stdout()).contains("Content-Length: 5242880", "Repr-Digest: sha-256=:");
    }

    @Test
    void pythonMovesSmallFiles() throws IOException {
        Path script = Files.writeString(here.path().resolve("small.py"), """
                import sys, xmlrpc.client
                agent = xmlrpc.client.ServerProxy(sys.argv[1], use_builtin_types=True, allow_none=True)
                target, path = sys.argv[2:]
                data = bytes(range(256)) * 100
                put = agent.file.put(target, path, data, {"mode": "0640"})
                assert put["size"] == 25600 and put["mode"] == "0640", put
                got = agent.file.get(target, path)
                assert got["data"] == data and got["sha256"] == put["sha256"], got
                assert [each["name"] for each in agent.file.list(target, path.rsplit("/", 1)[0])] == ["f"]
                assert agent.file.stat(target, path)["type"] == "file"
                assert agent.file.remove(target, path) == 1
                try:
                    agent.file.stat(target, path)
                except xmlrpc.client.Fault as fault:
                    print(fault.faultString)
                """);

        Finished python = RunningProcess.run(
                "python3",
                script.toString(),
                agent.url().toString(),
                sshd.target(),
                there.path().resolve("f").toString());

        assertThat(python.exit()).as("%s", python).isZero();
        assertThat(python.stdout()).contains("no such file or directory");
    }
}

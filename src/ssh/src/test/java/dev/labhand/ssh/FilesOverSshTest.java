package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import dev.labhand.ssh.files.ByteRange;
import dev.labhand.ssh.files.Content;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.PutOptions;
import dev.labhand.ssh.files.PutOptions.Start;
import dev.labhand.ssh.files.RemoteFiles;
import dev.labhand.ssh.files.RemoteFiles.Stored;
import dev.labhand.ssh.files.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files on servers that are, or become, less than perfect. */
@Timeout(120)
class FilesOverSshTest {

    @TempDir
    Path folder;

    @TempDir
    Path there;

    private static TestServer server() throws IOException {
        return TestServer.start(FilesOverSshTest::offerFiles);
    }

    private static void offerFiles(TestServer test) {
        test.server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    }

    private static <T> T done(FileResult<T> result) {
        assertThat(result).isInstanceOf(FileResult.Done.class);
        return ((FileResult.Done<T>) result).value();
    }

    private static FileFailure failure(FileResult<?> result) {
        assertThat(result).isInstanceOf(FileResult.Failed.class);
        return ((FileResult.Failed<?>) result).failure();
    }

    private String at(String name) {
        return there.resolve(name).toString();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Does something when so many bytes have been taken. */
    private static Content meanwhile(byte[] bytes, int after, Runnable act) {
        return offset -> new FilterInputStream(Content.of(bytes).open(offset)) {
            private long taken = offset;

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                int count = super.read(buffer, from, Math.min(length, 10_000));
                if (taken < after && taken + count >= after) {
                    act.run();
                }
                taken += Math.max(0, count);
                return count;
            }
        };
    }

    @Test
    void anUploadWhoseConnectionBreaksIsLostAndCanBeGoneOnWith() throws IOException {
        byte[] bytes = random(8_000_000);
        try (TestServer server = server();
                SshCommands ssh = SshCommands.open(TestServer.settings(folder))) {
            try (RemoteFiles files = done(ssh.openFiles(server.endpoint()))) {
                Content cut = meanwhile(bytes, 7_000_000, server::dropConnections);
                assertThat(failure(files.put(at("f"), cut, PutOptions.DEFAULTS)))
                        .satisfies(why -> assertThat(why.reason()).isEqualTo(Reason.LOST))
                        .satisfies(why -> assertThat(why.message()).matches("the connection broke( \\(.*\\))?"));
            }
            assertThat(there.resolve("f")).doesNotExist();
            long part = Files.size(there.resolve(".labhand-f.part"));
            try (RemoteFiles files = done(ssh.openFiles(server.endpoint()))) {
                Stored stored =
                        done(files.put(at("f"), Content.of(bytes), PutOptions.DEFAULTS.with(new Start.Resume())));
                assertThat(stored.resumedFrom()).isEqualTo(part).isPositive();
            }
            assertThat(there.resolve("f")).hasBinaryContent(bytes);
            assertThat(there.toFile().list()).containsExactly("f");
        }
    }

    @Test
    void aServerThatCannotRenameOverAFileReplacesNone() throws IOException {
        try (TestServer server = TestServer.start(test -> {
                    offerFiles(test);
                    SftpModuleProperties.OPENSSH_EXTENSIONS.set(test.server, "fsync@openssh.com=1");
                });
                SshCommands ssh = SshCommands.open(TestServer.settings(folder));
                RemoteFiles files = done(ssh.openFiles(server.endpoint()))) {
            Files.writeString(there.resolve("f"), "old");

            assertThat(failure(files.put(at("f"), Content.of(random(9)), PutOptions.DEFAULTS)))
                    .satisfies(why -> assertThat(why.reason()).isEqualTo(Reason.UNSUPPORTED))
                    .satisfies(why -> assertThat(why.message()).contains("posix-rename@openssh.com"));
            done(files.put(at("g"), Content.of(random(70_000)), PutOptions.DEFAULTS));

            assertThat(there.resolve("f")).hasContent("old");
            assertThat(there.resolve("g")).hasBinaryContent(random(70_000));
            assertThat(there.toFile().list()).containsExactlyInAnyOrder("f", "g");
        }
    }

    @Test
    void whereNothingComputesCheckSumsTheBytesAreReadBack() throws IOException {
        byte[] bytes = random(300_000);
        try (TestServer server = server();
                SshCommands ssh = SshCommands.open(TestServer.settings(folder))) {
            server.server.setCommandFactory(null);
            try (RemoteFiles files = done(ssh.openFiles(server.endpoint()))) {
                assertThat(done(files.put(at("f"), Content.of(bytes), PutOptions.DEFAULTS))
                                .file()
                                .sha256())
                        .contains(Sha256.of(bytes));
                done(files.get(at("f"), ByteRange.ALL, true, (_, _, _) -> {}));
            }
        }
    }

    @Test
    void whatKeepsFromTheFilesIsTold() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        try (TestServer server = TestServer.start();
                SshCommands ssh = SshCommands.open(TestServer.settings(folder));
                SshCommands strict = SshCommands.open(
                        TestServer.settings(Files.createDirectory(folder.resolve("strict")), HostKeyPolicy.STRICT))) {
            assertThat(failure(ssh.openFiles(server.endpoint())))
                    .isEqualTo(new FileFailure(Reason.UNSUPPORTED, "the server offers no SFTP"));
            assertThat(failure(ssh.openFiles(SshEndpoint.of("tester", "127.0.0.1", closed))))
                    .isEqualTo(new FileFailure(Reason.UNREACHABLE, "connection refused"));
            assertThat(failure(strict.openFiles(server.endpoint())).reason()).isEqualTo(Reason.HOST_KEY_REJECTED);
            server.server.setPublickeyAuthenticator((_, _, _) -> false);
            server.dropConnections();
            assertThat(failure(ssh.openFiles(server.endpoint())).reason()).isEqualTo(Reason.AUTH_FAILED);
        }
    }

    @Test
    void sessionsGoToFurtherConnectionsAndAreGivenBack() throws IOException {
        try (TestServer server = TestServer.start(test -> {
                    offerFiles(test);
                    test.allowSessions(2);
                });
                SshCommands ssh = SshCommands.open(TestServer.settings(folder))) {
            for (int round = 0; round < 3; round++) {
                List<RemoteFiles> open = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    open.add(done(ssh.openFiles(server.endpoint())));
                }
                open.forEach(files -> done(files.list(there.toString())));
                open.forEach(RemoteFiles::close);
            }
            assertThat(server.connections.get()).isBetween(3, 6);
        }
    }

    @Test
    void whatASubsystemThatDiesLeavesUnansweredIsLostAndTheConnectionGoesOn() throws IOException {
        Path late = Files.writeString(there.resolve("late"), "1");
        // MINA's own server ends its subsystem over this date, and does not close the channel.
        Files.setLastModifiedTime(late, FileTime.from(Instant.parse("2050-01-01T00:00:00Z")));
        try (TestServer server = server();
                SshCommands ssh = SshCommands.open(TestServer.settings(folder))) {
            try (RemoteFiles files = done(ssh.openFiles(server.endpoint()))) {
                assertThat(failure(files.stat(late.toString(), RemoteFiles.Links.SHOW))
                                .reason())
                        .isEqualTo(Reason.LOST);
            }
            try (RemoteFiles files = done(ssh.openFiles(server.endpoint()))) {
                done(files.stat(there.toString(), RemoteFiles.Links.SHOW));
            }
            assertThat(server.connections).hasValue(1);
        }
    }

    /** Puts a file, is interrupted when so much has happened, and gives the failure. */
    private static FileFailure interrupted(
            RemoteFiles files, String path, byte[] bytes, CountDownLatch reached, CountDownLatch goOn)
            throws InterruptedException {
        AtomicReference<FileResult<?>> result = new AtomicReference<>();
        Thread putting =
                Thread.startVirtualThread(() -> result.set(files.put(path, Content.of(bytes), PutOptions.DEFAULTS)));
        reached.await();
        putting.interrupt();
        while (putting.isInterrupted()) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        putting.join();
        return failure(result.get());
    }

    private void goesOnWithAll(SshCommands ssh, TestServer server, byte[] bytes) {
        assertThat(there.resolve("f")).doesNotExist();
        try (RemoteFiles files = done(ssh.openFiles(server.endpoint()))) {
            Stored stored = done(files.put(at("f"), Content.of(bytes), PutOptions.DEFAULTS.with(new Start.Resume())));
            assertThat(stored.resumedFrom()).isEqualTo(bytes.length);
        }
        assertThat(there.resolve("f")).hasBinaryContent(bytes);
        assertThat(there.toFile().list()).containsExactly("f");
    }

    @Test
    void anUploadThatIsInterruptedWhileTheTargetHashesItIsGoneOnWith() throws Exception {
        byte[] bytes = random(300_000);
        CountDownLatch hashing = new CountDownLatch(1);
        try (TestServer server = server();
                SshCommands ssh = SshCommands.open(TestServer.settings(folder))) {
            server.server.setCommandFactory((channel, command) -> {
                hashing.countDown();
                return TestCommand.of(channel, ":hang", Map.of(), _ -> {});
            });
            try (RemoteFiles files = done(ssh.openFiles(server.endpoint()))) {
                FileFailure why = interrupted(files, at("f"), bytes, hashing, new CountDownLatch(1));
                assertThat(why.reason()).isEqualTo(Reason.CANCELLED);
            }
            server.server.setCommandFactory(null);
            goesOnWithAll(ssh, server, bytes);
        }
    }

    /** Holds the first read of a file up. */
    private static final class SlowReads implements SftpEventListener {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public void reading(
                ServerSession session, String handle, FileHandle file, long offset, byte[] data, int at, int length)
                throws IOException {
            reached.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw (IOException) new InterruptedIOException().initCause(e);
            }
        }
    }

    @Test
    void anUploadThatIsInterruptedWhileItIsReadBackIsGoneOnWith() throws Exception {
        byte[] bytes = random(300_000);
        SlowReads reads = new SlowReads();
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        sftp.addSftpEventListener(reads);
        try (TestServer server = TestServer.start(test -> {
                    test.server.setSubsystemFactories(List.of(sftp));
                    test.server.setCommandFactory(null);
                });
                SshCommands ssh = SshCommands.open(TestServer.settings(folder))) {
            try (RemoteFiles files = done(ssh.openFiles(server.endpoint()))) {
                FileFailure why = interrupted(files, at("f"), bytes, reads.reached, reads.goOn);
                assertThat(why.reason()).isEqualTo(Reason.CANCELLED);
            }
            goesOnWithAll(ssh, server, bytes);
            assertThat(server.connections)
                    .as("what else is done over the connection goes on")
                    .hasValue(1);
        }
    }

    @Test
    void whoIsInterruptedStopsAndLeavesThePart() throws Exception {
        byte[] bytes = random(2_000_000);
        CountDownLatch reached = new CountDownLatch(1);
        try (TestServer server = server();
                SshCommands ssh = SshCommands.open(TestServer.settings(folder));
                RemoteFiles files = done(ssh.openFiles(server.endpoint()))) {
            Content content = meanwhile(bytes, 1_000_000, () -> {
                reached.countDown();
                Thread.currentThread().interrupt();
            });
            FileFailure[] why = new FileFailure[1];
            Thread putting =
                    Thread.startVirtualThread(() -> why[0] = failure(files.put(at("f"), content, PutOptions.DEFAULTS)));
            reached.await();
            putting.join();

            assertThat(why[0].reason()).isEqualTo(Reason.CANCELLED);
            assertThat(there.resolve("f")).doesNotExist();
            assertThat(there.resolve(".labhand-f.part")).isRegularFile();
        }
    }
}

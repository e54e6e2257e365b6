package dev.labhand.ssh.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshSettings;
import dev.labhand.ssh.embedded.EmbeddedSshServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Files on this machine, over the embedded server. */
abstract class LocalFilesTest {

    private static EmbeddedSshServer server;
    private static SshCommands ssh;

    @TempDir
    Path folder;

    RemoteFiles files;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedSshServer.start();
        ssh = SshCommands.open(SshSettings.defaults());
    }

    @AfterAll
    static void stop() throws IOException {
        ssh.close();
        server.close();
    }

    @BeforeEach
    void open() {
        files = done(ssh.openFiles(server.endpoint()));
    }

    @AfterEach
    void close() {
        files.close();
    }

    static <T> T done(FileResult<T> result) {
        assertThat(result).isInstanceOf(FileResult.Done.class);
        return ((FileResult.Done<T>) result).value();
    }

    static FileFailure failure(FileResult<?> result) {
        assertThat(result).isInstanceOf(FileResult.Failed.class);
        return ((FileResult.Failed<?>) result).failure();
    }

    byte[] read(String path, ByteRange range) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        done(files.get(path, range, true, bytes::write));
        return bytes.toByteArray();
    }

    String at(String name) {
        return folder.resolve(name).toString();
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}

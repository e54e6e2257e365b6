package dev.labhand.benchmark;

import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.files.Content;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.PutOptions;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Uploads files by Labhand's SSH library over one connection, in a process of its own: a line {@code FILE REMOTE} is answered by
 * the seconds until the last byte of the file was taken, and those until the upload was checked and in its place.
 */
final class UploadLoad {

    private UploadLoad() {}

    /** Starts the process, with the JVM flags of an agent. */
    static Service start(Workshop workshop, Sshd sshd, Service agent) throws Exception {
        List<String> command = new ArrayList<>(workshop.likeAgent(agent, UploadLoad.class));
        command.addAll(sshd.arguments());
        return workshop.start("uploads", command, Map.of());
    }

    /** Takes PORT USER KEY KNOWN-HOSTS. */
    public static void main(String[] args) throws Exception {
        SshEndpoint endpoint = SshEndpoint.of(args[1], "127.0.0.1", Integer.parseInt(args[0]));
        try (SshCommands commands = SshCommands.open(Sshd.settings(args));
                RemoteFiles files = done(commands.openFiles(endpoint))) {
            System.out.println("ready 0");
            BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                String[] words = line.split(" ", -1);
                System.out.println(upload(files, Path.of(words[0]), words[1]));
            }
        }
    }

    private static String upload(RemoteFiles files, Path file, String there) throws IOException {
        Timed content = new Timed(Content.of(file));
        long start = System.nanoTime();
        done(files.put(there, content, PutOptions.DEFAULTS));
        long end = System.nanoTime();
        return String.format(Locale.ROOT, "%.6f %.6f", (content.taken - start) / 1e9, (end - start) / 1e9);
    }

    private static <T> T done(FileResult<T> result) throws IOException {
        return switch (result) {
            case FileResult.Done<T>(T value) -> value;
            case FileResult.Failed<T>(FileFailure failure) -> throw new IOException(failure.message());
        };
    }

    /** Remembers when its end was reached: only what is on its way, 4 MiB at most, is then not yet there. */
    private static final class Timed implements Content {

        private final Content content;
        private long taken;

        Timed(Content content) {
            this.content = content;
        }

        @Override
        public InputStream open(long offset) throws IOException {
            return new FilterInputStream(content.open(offset)) {
                @Override
                public int read(byte[] buffer, int from, int length) throws IOException {
                    int count = super.read(buffer, from, length);
                    taken = count < 0 ? System.nanoTime() : taken;
                    return count;
                }
            };
        }
    }
}

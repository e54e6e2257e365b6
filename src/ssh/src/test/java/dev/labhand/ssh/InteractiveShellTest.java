package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shells on a terminal. */
class InteractiveShellTest {

    private static TestSessions sessions;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        sessions = TestSessions.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        sessions.close();
    }

    private static String read(InteractiveShell shell, String end) throws Exception {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            byte[] bytes = shell.read(Duration.ofSeconds(30)).orElseThrow();
            assertThat(bytes).as("after " + text).isNotEmpty();
            text.append(new String(bytes, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static void type(InteractiveShell shell, String text) throws IOException {
        shell.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aShellHasATerminalAndAnswers() throws Exception {
        try (InteractiveShell shell = sessions.connect().shell(new Terminal("vt220", 132, 50))) {
            assertThat(read(shell, "> ")).isEqualTo("vt220 132x50\r\n> ");
            type(shell, "hello\n");
            assertThat(read(shell, "> ")).isEqualTo("hello\r\n> ");
            shell.resize(100, 40);
            type(shell, "size\n");
            assertThat(read(shell, "> ")).isEqualTo("size\r\n100x40\r\n> ");
        }
    }

    @Test
    void aReadThatFindsNothingEndsInTime() throws Exception {
        try (InteractiveShell shell = sessions.connect().shell(new Terminal("vt100", 80, 24))) {
            read(shell, "> ");
            assertThat(shell.read(Duration.ZERO)).hasValue(new byte[0]);
            assertThat(shell.read(Duration.ofMillis(50))).hasValue(new byte[0]);
        }
    }

    @Test
    void theEndOfAShellIsTheEndOfItsText() throws Exception {
        try (InteractiveShell shell = sessions.connect().shell(new Terminal("vt100", 80, 24))) {
            read(shell, "> ");
            type(shell, "exit\n");
            assertThat(read(shell, "bye")).endsWith("bye\r\n");

            assertThat(shell.read(Duration.ofSeconds(30))).isEmpty();
            assertThat(shell.read(Duration.ZERO)).isEmpty();
            assertThat(shell.isOpen()).isFalse();
            assertThatThrownBy(() -> type(shell, "more\n")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aShellWhoseTextNobodyReadsWaits() throws Exception {
        try (InteractiveShell shell = sessions.connect().shell(new Terminal("vt100", 80, 24))) {
            read(shell, "> ");
            type(shell, "flood\n");
            long count = 0;
            for (String end = ""; !end.endsWith("> "); ) {
                byte[] bytes = shell.read(Duration.ofSeconds(30)).orElseThrow();
                assertThat(bytes).isNotEmpty();
                count += bytes.length;
                end = new String(bytes, StandardCharsets.UTF_8);
            }
            assertThat(count).isEqualTo("flood\r\n> ".length() + EchoShell.FLOOD_BYTES);
        }
    }
}

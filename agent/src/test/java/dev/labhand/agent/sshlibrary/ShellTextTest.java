package dev.labhand.agent.sshlibrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.ssh.InteractiveShell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShellTextTest {

    private static final Encoding UTF_8 = Encoding.of("UTF-8", "strict");
    private static final Duration SHORT = Duration.ofMillis(20);

    private final ScriptedShell shell = new ScriptedShell();
    private final ShellText text = new ShellText(shell);

    /** A shell that says one part at each read, and then nothing more or its end. */
    private static final class ScriptedShell implements InteractiveShell {

        private final ArrayDeque<byte[]> parts = new ArrayDeque<>();
        private final StringBuilder typed = new StringBuilder();
        private boolean open = true;

        void says(String... more) {
            for (String part : more) {
                parts.add(part.getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void write(byte[] bytes) {
            typed.append(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public Optional<byte[]> read(Duration limit) {
            byte[] part = parts.poll();
            return part != null ? Optional.of(part) : open ? Optional.of(new byte[0]) : Optional.empty();
        }

        @Override
        public void resize(int columns, int rows) {}

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    private String until(String expected) throws IOException, InterruptedException {
        return text.demand(new TextEnd.Literal(expected), SHORT, UTF_8).text();
    }

    @Test
    void aReadTakesAllThatIsThere() throws Exception {
        shell.says("one", " two");

        assertThat(text.read(Optional.empty(), UTF_8)).isEqualTo("one two");
        assertThat(text.read(Optional.empty(), UTF_8)).isEmpty();
    }

    @Test
    void whatStandsBehindTheExpectedTextStays() throws Exception {
        shell.says("user na", "me: pass", "word");

        assertThat(until("name:")).isEqualTo("user name:");
        assertThat(text.read(Optional.empty(), UTF_8)).isEqualTo(" password");
    }

    @Test
    void aCharacterMayComeInParts() throws Exception {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        for (byte part : euro) {
            shell.parts.add(new byte[] {part});
        }

        assertThat(until("€")).isEqualTo("€");
    }

    @Test
    void aFailureShowsWhatCameAndTakesIt() throws Exception {
        shell.says("\u001b[31mno such thing\r\n");

        assertThatThrownBy(() -> until("prompt"))
                .hasMessageContaining("No match found for 'prompt' in 20 milliseconds\nOutput:\nno such thing\r\n.");
        assertThat(text.read(Optional.empty(), UTF_8)).isEmpty();
    }

    @Test
    void nobodyWaitsForAShellThatHasEnded() {
        shell.says("bye");
        shell.close();

        assertThatThrownBy(() -> text.demand(new TextEnd.Literal("x"), Duration.ofDays(1), UTF_8))
                .hasMessageContaining("before the shell ended")
                .hasMessageContaining("bye");
        assertThatThrownBy(() -> text.write("more", UTF_8)).hasMessageContaining("Socket is closed");
    }

    @Test
    void bytesThatAreNoTextFailOnlyIfTheyAreToBeText() throws Exception {
        shell.parts.add(new byte[] {'a', (byte) 0xff, 'b'});
        assertThatThrownBy(() -> text.read(Optional.empty(), UTF_8)).hasMessageContaining("UnicodeDecodeError");

        shell.parts.add(new byte[] {'c', (byte) 0xff, 'd'});
        assertThat(text.read(Optional.empty(), Encoding.of("utf8", "replace"))).endsWith("c\ufffdd");
        shell.parts.add(new byte[] {(byte) 0xe4});
        assertThat(text.read(Optional.empty(), Encoding.of("latin-1", "strict")))
                .isEqualTo("ä");
    }

    @Test
    void encodingsHavePythonsNames() {
        for (String name :
                new String[] {"UTF-8", "utf8", "utf_8", "latin-1", "latin_1", "iso-8859-15", "cp1252", "ascii"}) {
            assertThat(Encoding.of(name, "strict").bytes("a")).as(name).containsExactly('a');
        }
        assertThatThrownBy(() -> Encoding.of("bogus", "strict")).hasMessageContaining("unknown encoding: bogus");
        assertThatThrownBy(() -> Encoding.of("utf8", "bogus")).hasMessageContaining("'bogus'");
    }

    @Test
    void textIsTypedInItsEncoding() {
        text.write("ä\n", UTF_8);

        assertThat(shell.typed).hasToString("ä\n");
    }
}

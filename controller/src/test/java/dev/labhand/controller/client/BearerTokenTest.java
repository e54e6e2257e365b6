package dev.labhand.controller.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerTokenTest {

    @TempDir
    private Path folder;

    @Test
    void isTheFirstLineOfItsFile() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "s3cret \nsecond");

        assertThat(BearerToken.read(file).authorization()).isEqualTo("Bearer s3cret");
    }

    @Test
    void neverShowsItself() {
        assertThat(new BearerToken("s3cret")).hasToString("BearerToken[…]");
    }

    @Test
    void aFileThatIsEmptyMissingOrNoTokenIsNamed() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "");
        Path words = Files.writeString(folder.resolve("words"), "two words");
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThatThrownBy(() -> BearerToken.read(empty)).hasMessageContaining(empty + ": the token is empty");
        assertThatThrownBy(() -> BearerToken.read(words))
                .hasMessageContaining(words.toString())
                .hasMessageNotContaining("two words");
        assertThatThrownBy(() -> BearerToken.read(bytes)).hasMessageContaining("no text");
        assertThatThrownBy(() -> BearerToken.read(folder.resolve("none")))
                .hasMessageContaining("none cannot be read: no such file");
    }
}

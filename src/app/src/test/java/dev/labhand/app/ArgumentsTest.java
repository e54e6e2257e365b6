package dev.labhand.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static final byte[] LATIN_1 = bytes("java\0-jar\0x.jar\0exec\0\0echo \u00e4\0");

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> Arguments.exact(words("exec", "", "echo \uFFFD"), LATIN_1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the argument 'echo \uFFFD' is not UTF-8");
    }

    @Test
    void whatTheLocaleCouldNotDecodeIsDecodedAsUtf8() {
        byte[] commandLine = "java\0Main\0echo\0\0ä \uFFFD\0".getBytes(StandardCharsets.UTF_8);

        assertThat(Arguments.exact(words("echo", "", "\uFFFD\uFFFD \uFFFD\uFFFD\uFFFD"), commandLine))
                .containsExactly("echo", "", "ä \uFFFD");
    }

    @Test
    void whereTheBytesAreNotKnownADoubtfulWordIsRefused() {
        assertThatThrownBy(() -> Arguments.exact(words("\uFFFD"), new byte[0])).hasMessageContaining("is not UTF-8");
    }

    @Test
    void wordsWithoutDoubtAreTakenAsTheyAre() {
        assertThat(Arguments.ofProcess(words("exec", "-w", "é"))).containsExactly("exec", "-w", "é");
    }

    private static String[] words(String... words) {
        return words;
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}

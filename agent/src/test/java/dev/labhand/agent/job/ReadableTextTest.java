package dev.labhand.agent.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadableTextTest {

    @Test
    void keepsWhatIsReadable() {
        assertThat(text("Grüße 😀\tok\r\n", false)).isEqualTo("Grüße 😀\tok\r\n");
    }

    @Test
    void replacesWhatXmlCannotCarry() {
        assertThat(text("a\u0000b\u0001c\u001Bd\uFFFEe\uFFFFf", false))
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf");
    }

    @Test
    void replacesWhatIsNotUtf8() {
        assertThat(ReadableText.of(new byte[] {'a', (byte) 0xC3, 'b', (byte) 0xFF}, false))
                .isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void leavesOutACharacterThatIsCutOffWhereTheStreamGoesOn() {
        byte[] emoji = "x😀".getBytes(UTF_8);
        for (int length = 2; length <= 4; length++) {
            assertThat(ReadableText.of(java.util.Arrays.copyOf(emoji, length), true))
                    .as("%d bytes", length)
                    .isEqualTo("x");
        }
        assertThat(ReadableText.of(emoji, true)).isEqualTo("x😀");
    }

    @Test
    void showsACharacterThatIsCutOffAtTheEndOfTheStream() {
        assertThat(ReadableText.of(new byte[] {'x', (byte) 0xF0, (byte) 0x9F}, false))
                .startsWith("x\uFFFD");
    }

    private static String text(String text, boolean more) {
        return ReadableText.of(text.getBytes(UTF_8), more);
    }
}

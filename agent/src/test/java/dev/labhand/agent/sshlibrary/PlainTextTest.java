package dev.labhand.agent.sshlibrary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void escapeSequencesAndControlCharactersGo() {
        assertThat(PlainText.of("\u001b[?2004h\u001b[1;31mred\u001b[0m\r\n\ttab\u0000\u0007"))
                .isEqualTo("red\r\n\ttab");
        assertThat(PlainText.of("\u001b]0;title\u0007a\u001b]8;;http://x\u001b\\b\u001b(Bc\u001b=d\u001bPq\u001b\\e"))
                .isEqualTo("abcde");
    }

    @Test
    void otherTextStays() {
        assertThat(PlainText.of("[31m ä \u20ac \ud83d\ude00\r\n")).isEqualTo("[31m ä \u20ac \ud83d\ude00\r\n");
    }

    @Test
    void anUnfinishedSequenceLosesItsEscapeAlone() {
        assertThat(PlainText.of("a\u001b[12")).isEqualTo("a[12");
    }

    @Test
    void timesAreInRobotsWords() {
        assertThat(TimeText.of(Duration.ofSeconds(1))).isEqualTo("1 second");
        assertThat(TimeText.of(Duration.ofMillis(90_500))).isEqualTo("1 minute 30 seconds 500 milliseconds");
        assertThat(TimeText.of(Duration.ZERO)).isEqualTo("0 seconds");
        assertThat(TimeText.of(Duration.ofHours(49))).isEqualTo("2 days 1 hour");
    }

    @Test
    void wordsThatMeanNo() {
        for (Object no : new Object[] {"", "False", "NO", "off", "0", "None", false, 0L}) {
            assertThat(Truth.of(no)).as(String.valueOf(no)).isFalse();
        }
        for (Object yes : new Object[] {"x", "True", "yes", "1", true, 3L, "stderr"}) {
            assertThat(Truth.of(yes)).as(String.valueOf(yes)).isTrue();
        }
        assertThat(Truth.text(true)).isEqualTo("True");
        assertThat(Truth.text("yes")).isEqualTo("yes");
    }
}

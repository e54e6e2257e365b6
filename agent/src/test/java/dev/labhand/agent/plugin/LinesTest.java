package dev.labhand.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

    private final List<String> seen = new ArrayList<>();

    private final Lines.Sink sink = new Lines.Sink() {
        @Override
        public void line(String line) {
            seen.add(line);
        }

        @Override
        public void tooMuch(String what) {
            seen.add("TOO MUCH: " + what);
        }
    };

    private static void feed(Lines lines, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        lines.feed(bytes, bytes.length);
    }

    @Test
    void linesEndWithLineFeedsWhateverArrivesTogether() {
        Lines lines = Lines.whole(100, 1000, sink);

        feed(lines, "one\ntwo\r\n\nth");
        assertThat(seen).containsExactly("one", "two", "");
        feed(lines, "ree");
        feed(lines, "\n\r\n");
        assertThat(seen).containsExactly("one", "two", "", "three", "");
    }

    @Test
    void whatHasNoEndIsALineAtTheEnd() {
        Lines lines = Lines.whole(100, 1000, sink);

        feed(lines, "one\ntwo");
        lines.end();
        lines.end();

        assertThat(seen).containsExactly("one", "two");
    }

    @Test
    void aCharacterMayArriveInPieces() {
        Lines lines = Lines.whole(100, 1000, sink);
        for (byte each : "ä😀\n".getBytes(StandardCharsets.UTF_8)) {
            lines.feed(new byte[] {each}, 1);
        }
        lines.feed(new byte[] {(byte) 0xFF, '\n'}, 2);

        assertThat(seen).containsExactly("ä😀", "\uFFFD");
    }

    @Test
    void onlyTheGivenLengthCounts() {
        Lines lines = Lines.whole(100, 1000, sink);

        lines.feed("one\ntwo\n".getBytes(StandardCharsets.UTF_8), 4);
        lines.end();

        assertThat(seen).containsExactly("one");
    }

    @Test
    void aWholeLineMayHaveItsLimitAndNoMore() {
        Lines lines = Lines.whole(4, 1000, sink);

        feed(lines, "1234\n12345\nnever\n");

        assertThat(seen).containsExactly("1234", "TOO MUCH: a line of more than 4 bytes");
        feed(lines, "never\n");
        lines.end();
        assertThat(seen).hasSize(2);
    }

    @Test
    void aLineThatGrowsOverItsLimitIsTooMuchOnce() {
        Lines lines = Lines.whole(4, 1000, sink);

        feed(lines, "123");
        feed(lines, "45");
        feed(lines, "678901234");

        assertThat(seen).containsExactly("TOO MUCH: a line of more than 4 bytes");
    }

    @Test
    void aLongLineIsCut() {
        Lines lines = Lines.cut(4, 1000, sink);

        feed(lines, "12345678\n123456789\n1");
        feed(lines, "23456\n");

        assertThat(seen).containsExactly("1234", "5678", "1234", "5678", "9", "1234", "56");
    }

    @Test
    void noCharacterIsCut() {
        Lines lines = Lines.cut(4, 1000, sink);

        feed(lines, "abcäxyz😀€€\n");

        assertThat(String.join("", seen)).isEqualTo("abcäxyz😀€€");
        assertThat(seen).noneMatch(line -> line.contains("\uFFFD"));
    }

    @Test
    void bytesThatAreNoCharactersAreCutAllTheSame() {
        Lines lines = Lines.cut(4, 1000, sink);

        lines.feed(new byte[] {-1, -1, -1, -1, -1, -128, -128, -128, -128, -128, '\n'}, 11);

        assertThat(String.join("", seen)).hasSizeGreaterThanOrEqualTo(8).matches("\uFFFD+");
    }

    @Test
    void allLinesTogetherHaveALimitUntilARestart() {
        Lines lines = Lines.cut(100, 10, sink);

        feed(lines, "12345\n");
        feed(lines, "1234");
        feed(lines, "5\n");
        feed(lines, "never\n");
        lines.end();
        assertThat(seen).containsExactly("12345", "TOO MUCH: more than 10 bytes");

        lines.restart();
        feed(lines, "again\n1234");
        lines.end();
        assertThat(seen).endsWith("TOO MUCH: more than 10 bytes", "again", "1234");
    }
}

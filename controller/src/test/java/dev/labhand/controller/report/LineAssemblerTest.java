package dev.labhand.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However bytes come cut, the lines are the same. */
class LineAssemblerTest {

    private final List<String> told = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void linesEndAtLineFeedsAlone(int cut) {
        add(new LineAssembler(), "one\n\ntwo\r\nfour\u00e4\nrest", cut);

        assertThat(told).containsExactly("one.", ".", "two\r.", "four\u00e4.", "rest");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void longLinesComeInPiecesThatEndBetweenCharacters(int cut) {
        add(new LineAssembler(4), "1234\n12345\n123\u20ac45678\n\n123456789", cut);

        assertThat(told).containsExactly("1234.", "1234", "5.", "123\u20ac", "4567", "8.", ".", "1234", "5678", "9");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void linesThatComeTogetherAreTheSameBytes(int cut) {
        byte[] bytes = "one\n\ntwo\r\n\n\nfour\u00e4\nrest".getBytes(StandardCharsets.UTF_8);
        LineAssembler lines = new LineAssembler();
        for (int from = 0; from < bytes.length; from += cut) {
            lines.addTogether(bytes, from, Math.min(cut, bytes.length - from), this::note);
        }
        lines.end(this::note);

        assertThat(String.join("", told).replace('.', '\n')).isEqualTo("one\n\ntwo\r\n\n\nfour\u00e4\nrest");
    }

    @Test
    void linesThatComeTogetherAreToldTogether() {
        LineAssembler lines = new LineAssembler();
        for (String part : List.of("on", "e", "\ntwo\nthree\nfo", "ur", "\n", "five\nsix\n", "rest")) {
            byte[] bytes = ("<" + part + ">").getBytes(StandardCharsets.UTF_8);
            lines.addTogether(bytes, 1, bytes.length - 2, this::note);
        }
        lines.end(this::note);

        assertThat(told).containsExactly("one.", "two\nthree.", "four.", "five\nsix.", "rest");
    }

    /** Whole lines are noted with a dot behind them. */
    private void add(LineAssembler lines, String text, int cut) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += cut) {
            lines.add(bytes, from, Math.min(cut, bytes.length - from), this::note);
        }
        lines.end(this::note);
    }

    private void note(LineAssembler.Content content, boolean whole) {
        var bytes = new ByteArrayOutputStream();
        content.transferTo(bytes::write);
        told.add(bytes.toString(StandardCharsets.UTF_8) + (whole ? "." : ""));
    }
}

package dev.labhand.agent.keyword;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

    @ParameterizedTest
    @CsvSource({
        "add,add",
        "tést 木 😀,tést 木 😀",
        "'a\nb\rc\u001b[31m',a?b?c?[31m",
        "a\u0001\u0085b,a??b",
        "a\u202eb\u200bc,a?b?c",
        "a\ud800b,a?b"
    })
    void whatCouldForgeALogLineIsReplaced(String text, String expected) {
        assertThat(Printable.of(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"12345,12345", "123456,12345…", "1234😀6,1234😀…"})
    void longTextIsCut(String text, String expected) {
        assertThat(Printable.of(text, 5)).isEqualTo(expected);
    }
}

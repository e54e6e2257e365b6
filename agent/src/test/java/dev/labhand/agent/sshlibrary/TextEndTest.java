package dev.labhand.agent.sshlibrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextEndTest {

    @ParameterizedTest
    @CsvSource({
        // as if characters came one by one: the shortest text that matches
        "\\d+,               ab1234cd,       ab1",
        "\\d+ is,            ab42 is it,     ab42 is",
        "a.*b,               xaabbb,         xaab",
        "(?P<d>o)(?P=d),     foo boo,        foo",
        "x|yy,               aayyx,          aayy",
        "ä+$,                ää,             ä",
        "\\w,                -é,             -é",
    })
    void aPatternEndsWhereItFirstMatches(String pattern, String text, String expected) {
        TextEnd.Found found = TextEnd.pattern(pattern).in(text, 0);

        assertThat(text.substring(0, Objects.requireNonNull(found).end())).isEqualTo(expected);
    }

    @Test
    void aPatternThatDoesNotMatchIsNotFound() {
        assertThat(TextEnd.pattern("never.*x").in("nowhere", 0)).isNull();
        assertThat(TextEnd.pattern("\\Zx").in("x", 0)).isNull();
    }

    @Test
    void aPromptIsTextOrAPattern() {
        assertThat(TextEnd.prompt("$ ").in("a.b$ c", 0)).isEqualTo(new TextEnd.Found(3, 5));
        assertThat(TextEnd.prompt("REGEXP:[$#] ").in("root# x", 0)).isEqualTo(new TextEnd.Found(4, 6));
    }

    @Test
    void textIsFoundAlsoWhereItsBeginningWasSearchedBefore() {
        TextEnd end = new TextEnd.Literal("login:");

        assertThat(end.in("host log", 0)).isNull();
        assertThat(end.in("host login: ", "host log".length())).isEqualTo(new TextEnd.Found(5, 11));
    }

    @Test
    void whatIsNoPatternIsSaidSo() {
        assertThatThrownBy(() -> TextEnd.pattern("("))
                .hasMessageContaining("'('")
                .hasMessageContaining("position");
    }
}

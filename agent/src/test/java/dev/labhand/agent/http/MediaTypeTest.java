package dev.labhand.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/xml|text/xml|",
                " Text/XML ; Charset=UTF-8|text/xml|UTF-8",
                "text/xml;charset=\"iso-8859-15\"|text/xml|iso-8859-15",
                "application/json; v=1; charset=utf-8|application/json|utf-8",
                "text/xml;|text/xml|",
                "text/xml; charset|text/xml|",
                ";|''|"
            })
    void aContentTypeIsReadAsRfc9110Says(String header, String name, @Nullable String charset) {
        assertThat(MediaType.of(header)).isEqualTo(new MediaType(name, Optional.ofNullable(charset)));
    }
}

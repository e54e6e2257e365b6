package dev.labhand.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-Z_0.9", "...", ".hidden"})
    void takesTheDocumentedCharacters(String value) {
        assertThat(new JobId(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a/b",
                "a b",
                "ä",
                "a\n",
                "x234567890123456789012345678901234567890123456789012345678901234x"
            })
    void refusesWhatIsNoNameOfAFolder(String value) {
        assertThatThrownBy(() -> new JobId(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mintsAnotherOneEachTime() {
        Set<JobId> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(JobId.mint());
        }
        assertThat(ids).hasSize(1000);
    }
}

package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UserPathTest {

    private static final Path HOME = Path.of(System.getProperty("user.home"));

    @Test
    void aTildeAtTheStartIsTheHome() {
        assertThat(UserPath.of("~/.ssh/id")).isEqualTo(HOME.resolve(".ssh/id"));
        assertThat(UserPath.of("~")).isEqualTo(HOME);
    }

    @Test
    void anEmptyTextIsNoPathAndNotTheFolderOneIsIn() {
        assertThatThrownBy(() -> UserPath.of("")).isInstanceOf(InvalidPathException.class);
    }

    @Test
    void anyOtherTildeIsALetter() {
        assertThat(UserPath.of("a~/b")).isEqualTo(Path.of("a~/b"));
        assertThat(UserPath.of("./~/b")).isEqualTo(Path.of("./~/b"));
        assertThat(UserPath.of("~root")).isEqualTo(Path.of("~root"));
    }
}

package dev.labhand.agent.keyword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.Arg;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordLibrary;
import dev.labhand.api.Log;
import dev.labhand.api.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryTest {

    private final KeywordRegistry registry = new KeywordRegistry();

    @KeywordLibrary(value = "Power_Supply", doc = "Volts.", version = "3")
    public static final class Named {
        @Keyword(value = "switch_on", doc = "d", returns = "r")
        public void on() {}
    }

    public static final class BoardLibrary {
        @Keyword(value = "reset", doc = "d", returns = "r")
        public void reset() {}
    }

    public static final class AnotherReset {
        @Keyword(value = "reset", doc = "d", returns = "r")
        public void reset() {}
    }

    @Test
    void aLibraryIsNamedByItsAnnotationOrItsClass() {
        Library named = JavaKeywords.library(new Named());
        assertThat(named.name()).isEqualTo("Power_Supply");
        assertThat(named.doc()).isEqualTo("Volts.");
        assertThat(named.version()).isEqualTo("3");

        assertThat(JavaKeywords.library(new BoardLibrary()).name()).isEqualTo("Board");
        assertThat(JavaKeywords.library(new AnotherReset()).name()).isEqualTo("AnotherReset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Power_Supply", "power_supply", "POWERSUPPLY", "Power Supply"})
    void aLibraryIsFoundInAnyCase(String name) {
        registry.register(new Named());

        assertThat(registry.library(name).orElseThrow().find("switch_on")).isPresent();
        assertThat(registry.library("Power")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7up", "a b", "a/b", "a.b", "é", "system", "RPC"})
    void aNameThatNoPathCouldHaveIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Library(name, "", "", List.of()))
                .withMessageContaining("library name '" + name + "'");
    }

    @Test
    void nothingIsRegisteredTwice() {
        registry.register(new Named());
        registry.register(new BoardLibrary());
        List<Library> before = registry.libraries();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(new Named()))
                .withMessage("library 'Power_Supply' is registered already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(new AnotherReset()))
                .withMessage("keyword 'reset' is registered already");
        assertThat(registry.libraries()).isSameAs(before);
        assertThat(registry.size()).isEqualTo(2);
    }

    public static final class TooAlike {
        @Keyword(value = "power.on", doc = "d", returns = "r")
        public void first() {}

        @Keyword(value = "Power_On", doc = "d", returns = "r")
        public void second() {}
    }

    @Test
    void keywordsThatRobotCannotTellApartAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(new TooAlike()))
                .withMessageContaining("library TooAlike has two keywords")
                .withMessageContaining("Robot Framework takes");
    }

    public static final class Logging {
        public record Extras(@Arg("More.") Optional<String> more) {}

        @Keyword(value = "first", doc = "d", returns = "r")
        public String first(Log log, @Arg("It.") String a) {
            log.info(a);
            return a;
        }

        @Keyword(value = "between", doc = "d", returns = "r")
        public String between(@Arg("It.") String a, Log log, @Arg("That.") long b) {
            log.info(a + b);
            return a + b;
        }

        @Keyword(value = "last", doc = "d", returns = "r")
        public String last(@Arg("It.") String a, @Options Extras extras, Log log) {
            log.info(a + extras.more().orElse("-"));
            return a;
        }
    }

    public static final class TwoLogs {
        @Keyword(value = "two_logs", doc = "d", returns = "r")
        public void logs(Log one, Log two) {}
    }

    @Test
    void aLogIsHandedInWhereverItIsDeclaredAndIsNoArgument() {
        registry.register(new Logging());

        assertThat(told("first", "x")).containsExactly("x");
        assertThat(told("between", "x", 5L)).containsExactly("x5");
        assertThat(told("last", "x")).containsExactly("x-");
        assertThat(registry.find("between").orElseThrow().spec().parameters())
                .extracting("name")
                .containsExactly("a", "b");
    }

    private List<String> told(String keyword, Object... arguments) {
        List<String> lines = new ArrayList<>();
        var binding = registry.find(keyword).orElseThrow().bind(Invocation.of(keyword, arguments));
        InvocationResult result =
                ((RegisteredKeyword.Binding.Ready) binding).body().run((_, line) -> lines.add(line));
        assertThat(result).isInstanceOf(InvocationResult.Passed.class);
        return lines;
    }

    @Test
    void aKeywordHasOneLog() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(new TwoLogs()))
                .withMessageContaining("a keyword has one log");
    }
}

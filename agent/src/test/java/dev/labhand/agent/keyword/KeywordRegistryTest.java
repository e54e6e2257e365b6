package dev.labhand.agent.keyword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Default;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.Options;
import dev.labhand.api.ValueType.Simple;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeywordRegistryTest {

    private final KeywordRegistry registry = new KeywordRegistry();

    @Test
    void theContractIsReadFromTheAnnotations() {
        registry.register(new SampleLibrary());

        assertThat(registry.find("run").orElseThrow().spec())
                .isEqualTo(new KeywordSpec(
                        "run",
                        "Run",
                        "Takes options. They are many.",
                        List.of("sample"),
                        List.of(
                                new Parameter(
                                        "what",
                                        Kind.POSITIONAL_OR_NAMED,
                                        Simple.STRING,
                                        false,
                                        Optional.empty(),
                                        "What."),
                                new Parameter(
                                        "where",
                                        Kind.POSITIONAL_OR_NAMED,
                                        Simple.STRING,
                                        true,
                                        Optional.of(new Default("here")),
                                        "Where."),
                                new Parameter(
                                        "timeout", Kind.NAMED_ONLY, Simple.SECONDS, true, Optional.empty(), "Seconds."),
                                new Parameter(
                                        "times",
                                        Kind.NAMED_ONLY,
                                        Simple.INT,
                                        true,
                                        Optional.of(new Default(3L)),
                                        "How often."),
                                new Parameter(
                                        "wait",
                                        Kind.NAMED_ONLY,
                                        Simple.BOOLEAN,
                                        true,
                                        Optional.of(new Default(true)),
                                        "Whether to wait.")),
                        Simple.LIST,
                        "all of it",
                        true));
    }

    @Test
    void contractsAreListedByName() {
        registry.register(new SampleLibrary());

        assertThat(registry.specs()).extracting(KeywordSpec::name).isSorted().hasSize(registry.size());
    }

    @Test
    void aNameIsTakenOnce() {
        registry.register(new SampleLibrary());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(new TakesAName()))
                .withMessage("keyword 'none' is registered already");
        assertThat(registry.find("aardvark"))
                .as("of a refused library nothing stays")
                .isEmpty();
    }

    public static final class TakesAName {
        @Keyword(value = "aardvark", doc = "d", returns = "r")
        public void other() {}

        @Keyword(value = "none", doc = "d", returns = "r")
        public void none() {}
    }

    public static final class SystemName {
        @Keyword(value = "system.mine", doc = "d", returns = "r")
        public void mine() {}
    }

    public static final class RpcName {
        @Keyword(value = "rpc.mine", doc = "d", returns = "r")
        public void mine() {}
    }

    public static final class ControlName {
        @Keyword(value = "a\nb", doc = "d", returns = "r")
        public void mine() {}
    }

    public static final class BlankName {
        @Keyword(value = " ", doc = "d", returns = "r")
        public void mine() {}
    }

    public static final class Undocumented {
        @Keyword(value = "mine", doc = "d", returns = "r")
        public void mine(String a) {}
    }

    public static final class StrangeType {
        @Keyword(value = "mine", doc = "d", returns = "r")
        public void mine(@Arg("a") Thread a) {}
    }

    public static final class StrangeResult {
        @Keyword(value = "mine", doc = "d", returns = "r")
        public Thread mine() {
            return Thread.currentThread();
        }
    }

    public static final class RequiredAfterOptional {
        @Keyword(value = "mine", doc = "d", returns = "r")
        public void mine(@Arg("a") Optional<String> a, @Arg("b") String b) {}
    }

    public static final class BadDefault {
        @Keyword(value = "mine", doc = "d", returns = "r")
        public void mine(@Arg(value = "a", defaultValue = "true") long a) {}
    }

    public static final class DefaultIsNoJson {
        @Keyword(value = "mine", doc = "d", returns = "r")
        public void mine(@Arg(value = "a", defaultValue = "{") long a) {}
    }

    public static final class OptionsAreNoRecord {
        @Keyword(value = "mine", doc = "d", returns = "r")
        public void mine(@Options String a) {}
    }

    public static final class SameNameTwice {
        public record Others(@Arg("x") Optional<String> a) {}

        @Keyword(value = "mine", doc = "d", returns = "r")
        public void mine(@Arg("a") String a, @Options Others options) {}
    }

    static Stream<List<Object>> librariesThatAreRefused() {
        return Stream.of(
                List.of(new SystemName(), "reserved"),
                List.of(new RpcName(), "reserved"),
                List.of(new ControlName(), "unprintable"),
                List.of(new BlankName(), "blank"),
                List.of(new Undocumented(), "parameter a has no @Arg"),
                List.of(new StrangeType(), "parameter a: its type java.lang.Thread is none that keywords can take"),
                List.of(new StrangeResult(), "java.lang.Thread"),
                List.of(new RequiredAfterOptional(), "required parameter b comes after an optional one"),
                List.of(new BadDefault(), "its default does not fit: a should be an integer, not a boolean"),
                List.of(new DefaultIsNoJson(), "its default is no JSON"),
                List.of(new OptionsAreNoRecord(), "must be a record"),
                List.of(new SameNameTwice(), "two parameters are called a"),
                List.of("a string", "no public method that is marked with @Keyword"));
    }

    @ParameterizedTest
    @MethodSource("librariesThatAreRefused")
    void aLibraryThatNoFaceCouldOfferIsRefused(List<Object> libraryAndProblem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(libraryAndProblem.getFirst()))
                .withMessageContaining((String) libraryAndProblem.get(1));
        assertThat(registry.size()).isZero();
    }

    @Test
    void aLibraryApartIsFoundByItsNameAlone() {
        registry.register(new SampleLibrary());
        Library apart = new Library(
                "Apart", "", "", registry.library("Sample").orElseThrow().all());

        registry.addApart(apart);

        assertThat(registry.library("apart")).contains(apart);
        assertThat(registry.libraries()).doesNotContain(apart);
        assertThat(registry.onTheirOwn()).extracting(Library::name).containsExactly("Sample", "Apart");
        assertThat(registry.isOwn("APART")).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> registry.addApart(apart));
        assertThatIllegalArgumentException().isThrownBy(() -> registry.replace(apart));
        assertThatIllegalArgumentException().isThrownBy(() -> registry.add(apart));
    }
}

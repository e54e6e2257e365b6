package dev.labhand.agent.keyword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.agent.keyword.RegisteredKeyword.Binding;
import dev.labhand.api.Arg;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.Log;
import dev.labhand.api.Options;
import dev.labhand.api.ValueType.Simple;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Java methods with every kind of parameter. */
class JavaSignatureTest {

    public record Extras(
            @Arg(value = "Loud.", defaultValue = "false") boolean loud) {}

    public static final class Kinds {
        @Keyword(value = "all", doc = "Takes all.", returns = "all")
        public List<@Nullable Object> all(
                @Arg(value = "P.", kind = Kind.POSITIONAL_ONLY) String first,
                Log log,
                @Arg(value = "K.", kind = Kind.KWARGS) Map<String, Long> more,
                @Options Extras extras,
                @Arg(value = "N.", kind = Kind.NAMED_ONLY) Optional<String> named,
                @Arg(value = "S.", defaultValue = "2") long second,
                @Arg("Rest.") @Nullable Object... rest) {
            return Arrays.asList(first, second, Arrays.asList(rest), extras.loud(), named.orElse(null), more);
        }

        @Keyword(value = "sum", doc = "Sums.", returns = "the sum")
        public long sum(@Arg("Numbers.") long... numbers) {
            return LongStream.of(numbers).sum();
        }

        @Keyword(value = "dates", doc = "Takes dates.", returns = "them")
        public List<Object> dates(@Arg("A.") LocalDateTime local, @Arg("B.") Instant instant) {
            return List.of(local.toString(), instant);
        }
    }

    private final Library library = JavaKeywords.plugin(new Kinds());

    private @Nullable Object result(String keyword, List<?> positional, Map<String, ?> named) {
        Invocation call = new Invocation(keyword, List.copyOf(positional), Map.copyOf(named));
        return switch (library.find(keyword).orElseThrow().bind(call)) {
            case Binding.Refused(Failure failure) -> failure.data();
            case Binding.Ready(var body) -> ((InvocationResult.Passed) body.run()).value();
        };
    }

    @Test
    void parametersComeInTheOrderOfTheirKindsWhereverTheyAreDeclared() {
        List<Parameter> parameters =
                library.find("kinds.all").orElseThrow().spec().parameters();
        assertThat(parameters)
                .extracting(Parameter::name)
                .containsExactly("first", "second", "rest", "loud", "named", "more");
        assertThat(parameters)
                .extracting(Parameter::kind)
                .containsExactly(
                        Kind.POSITIONAL_ONLY,
                        Kind.POSITIONAL_OR_NAMED,
                        Kind.VARARGS,
                        Kind.NAMED_ONLY,
                        Kind.NAMED_ONLY,
                        Kind.KWARGS);
        assertThat(parameters.getLast().type()).isEqualTo(Simple.INT);
    }

    @Test
    void eachArgumentReachesItsParameter() {
        assertThat(result("kinds.all", List.of("a"), Map.of()))
                .isEqualTo(Arrays.asList("a", 2L, List.of(), false, null, Map.of()));
        assertThat(result(
                        "kinds.all", List.of("a", 5L, "x", 1.5, Map.of("loud", true, "named", "n", "z", 9L)), Map.of()))
                .isEqualTo(List.of("a", 5L, List.of("x", 1.5), true, "n", Map.of("z", 9L)));
        assertThat(result("kinds.all", List.of("a", 5L, Map.of("z", "9")), Map.of()))
                .isEqualTo("kinds.all: z should be an integer, not a string");
    }

    @Test
    void varargsMayBePrimitive() {
        assertThat(result("kinds.sum", List.of(1L, 2L, 3L), Map.of())).isEqualTo(6L);
        assertThat(result("kinds.sum", List.of(), Map.of())).isEqualTo(0L);
        assertThat(result("kinds.sum", List.of(), Map.of("numbers", List.of(4L))))
                .isEqualTo(4L);
        assertThat(result("kinds.sum", List.of(1L, true), Map.of()))
                .isEqualTo("kinds.sum: numbers[1] should be an integer, not a boolean");
    }

    @Test
    void datesAreInUtcWhereAZoneIsWantedAndNoneGiven() {
        LocalDateTime local = LocalDateTime.of(2026, 1, 2, 3, 4, 5);
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        assertThat(result("kinds.dates", List.of(local, local), Map.of())).isEqualTo(List.of(local.toString(), time));
        assertThat(result("kinds.dates", List.of(time, "2026-01-02T03:04:05Z"), Map.of()))
                .isEqualTo(List.of(local.toString(), time));
    }

    @Test
    void aPluginsNamesAreQualifiedAndRobotsAreNot() {
        assertThat(library.specs()).extracting("name").containsExactly("kinds.all", "kinds.dates", "kinds.sum");
        assertThat(library.specs()).extracting("robotName").containsExactly("All", "Dates", "Sum");
    }

    public static final class VarargsByKind {
        @Keyword(value = "mine", doc = "d", returns = "r")
        public void mine(@Arg(value = "a", kind = Kind.VARARGS) List<Object> a) {}
    }

    public static final class KwargsAreNoMap {
        @Keyword(value = "mine", doc = "d", returns = "r")
        public void mine(@Arg(value = "a", kind = Kind.KWARGS) List<Object> a) {}
    }

    public static final class TwoKwargs {
        @Keyword(value = "mine", doc = "d", returns = "r")
        public void mine(
                @Arg(value = "a", kind = Kind.KWARGS) Map<String, Object> a,
                @Arg(value = "b", kind = Kind.KWARGS) Map<String, Object> b) {}
    }

    public static final class DefaultOfTheRest {
        @Keyword(value = "mine", doc = "d", returns = "r")
        public void mine(@Arg(value = "a", defaultValue = "[]") String... a) {}
    }

    @Test
    void whatNoFaceCouldOfferIsRefused() {
        refused(new VarargsByKind(), "parameter a: varargs are declared as the last parameter, T... name");
        refused(new KwargsAreNoMap(), "parameter a: kwargs are declared as Map<String, T> name");
        refused(new TwoKwargs(), "parameter b (KWARGS) comes after a (KWARGS)");
        refused(new DefaultOfTheRest(), "parameter a: it takes the rest and can have no default");
    }

    private static void refused(Object library, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JavaKeywords.plugin(library))
                .withMessageContaining(why);
    }
}

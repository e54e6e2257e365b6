package dev.labhand.agent.keyword;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.keyword.RegisteredKeyword.Binding;
import dev.labhand.api.Arg;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.JobId;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JavaKeywordTest {

    private final KeywordRegistry registry = new KeywordRegistry();

    JavaKeywordTest() {
        registry.register(new Library());
    }

    /** Not public: only its keywords are. */
    static final class Library {
        @Keyword(value = "values", doc = "d", returns = "r")
        public Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("int", 1);
            values.put("float", 1.5f);
            values.put("enum", TimeUnit.MICROSECONDS);
            values.put("duration", Duration.ofMillis(1500));
            values.put("job", new JobId("j"));
            values.put("time", Instant.EPOCH);
            values.put("list", List.of((short) 1, Optional.of("x"), Optional.empty()));
            return values;
        }

        @Keyword(value = "nothing", doc = "d", returns = "r")
        public void nothing() {}

        @Keyword(value = "raise", doc = "d", returns = "r")
        public void raise(@Arg("What.") String what) throws Exception {
            switch (what) {
                case "chosen" -> throw new KeywordException(new Failure(-32001, "No such job", "x"));
                case "checked" -> throw new Exception("it broke");
                case "silent" -> throw new IllegalStateException();
                case "overflow" -> deepen(0);
                case "memory" -> throw new OutOfMemoryError("Java heap space");
                default -> throw new AssertionError(what);
            }
        }

        private static int deepen(int depth) {
            return depth < 0 ? 0 : deepen(depth + 1) + 1;
        }

        @Keyword(value = "uncarried", doc = "d", returns = "r")
        public Object uncarried() {
            return Thread.currentThread();
        }
    }

    private InvocationResult run(String keyword, Object... arguments) {
        Binding binding = registry.find(keyword).orElseThrow().bind(Invocation.of(keyword, arguments));
        return ((Binding.Ready) binding).body().run();
    }

    private Failure failure(String keyword, Object... arguments) {
        return ((InvocationResult.Failed) run(keyword, arguments)).failure();
    }

    private static Map<?, ?> data(Failure failure) {
        return (Map<?, ?>) Objects.requireNonNull(failure.data());
    }

    @Test
    void javaValuesBecomeWireValues() {
        Map<?, ?> value = (Map<?, ?>) ((InvocationResult.Passed) run("values")).value();
        assertThat(value)
                .hasToString(
                        "{int=1, float=1.5, enum=microseconds, duration=1.5, job=j, time=1970-01-01T00:00:00Z, list=[1, x, null]}");
        assertThat(value).extracting("int").isInstanceOf(Long.class);
        assertThat(value).extracting("float").isInstanceOf(Double.class);
    }

    @Test
    void aKeywordThatReturnsNothingPassesWithNull() {
        assertThat(run("nothing")).isEqualTo(InvocationResult.passed(null));
    }

    @Test
    void aKeywordChoosesItsFailure() {
        assertThat(failure("raise", "chosen")).isEqualTo(new Failure(-32001, "No such job", "x"));
    }

    @Test
    void anExceptionIsAFailureThatTellsWhatHappened() {
        Failure failure = failure("raise", "checked");

        assertThat(failure.code()).isEqualTo(Failure.KEYWORD_FAILED);
        assertThat(failure.text()).isEqualTo("Keyword failed: it broke");
        assertThat(data(failure).keySet()).hasToString("[type, message, traceback, continuable, fatal]");
        assertThat(data(failure)).extracting("type").isEqualTo("java.lang.Exception");
        assertThat(data(failure)).extracting("continuable", "fatal").containsExactly(false, false);
        assertThat(data(failure)).extracting("traceback").asString().contains("Library.raise");
    }

    @Test
    void anExceptionWithoutAMessageIsCalledByItsType() {
        assertThat(failure("raise", "silent").text()).isEqualTo("Keyword failed: java.lang.IllegalStateException");
    }

    @Test
    void anErrorEndsItsOwnCallOnly() {
        assertThat(failure("raise", "overflow").text()).isEqualTo("Keyword failed: java.lang.StackOverflowError");
        assertThat(data(failure("raise", "overflow")))
                .extracting("traceback")
                .asString()
                .hasSizeLessThan(20_000);
        assertThat(failure("raise", "memory").text()).isEqualTo("Keyword failed: Java heap space");
    }

    @Test
    void aValueThatNoFaceCanCarryIsAFailure() {
        assertThat(failure("uncarried").text())
                .isEqualTo("Keyword failed: a java.lang.Thread cannot be returned: no face can carry it");
    }
}

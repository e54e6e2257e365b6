package dev.labhand.agent.keyword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.agent.keyword.RegisteredKeyword.Binding;
import dev.labhand.api.Arg;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType.Simple;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries of plugins come and go. */
class RegistryChangeTest {

    private final KeywordRegistry registry = new KeywordRegistry();

    private static Library plugin(String library, String result, String... keywords) {
        List<RegisteredKeyword> all =
                Stream.of(keywords).map(name -> keyword(library, name, result)).toList();
        return new Library(library, "", "", all);
    }

    private static RegisteredKeyword keyword(String library, String name, String result, Parameter... parameters) {
        KeywordSpec spec = new KeywordSpec(
                KeywordName.rpc(library, name),
                KeywordName.robot(name),
                "",
                List.of(),
                List.of(parameters),
                Simple.ANY,
                "",
                true);
        return new WireKeyword(spec, (_, _, _) -> InvocationResult.passed(result));
    }

    public static final class Job {
        @Keyword(value = "job.start", doc = "d", returns = "r")
        public void start(@Arg("a") String a) {}
    }

    private @Nullable Object call(String keyword) {
        Binding.Ready ready =
                (Binding.Ready) registry.find(keyword).orElseThrow().bind(Invocation.of(keyword));
        return ((InvocationResult.Passed) ready.body().run()).value();
    }

    @Test
    void aLibraryIsReplacedAsAWhole() {
        registry.replace(plugin("Board", "old", "Reset", "Flash Image"));
        assertThat(call("board.reset")).isEqualTo("old");

        registry.replace(plugin("board", "new", "Reset", "Power On"));

        assertThat(call("board.reset")).isEqualTo("new");
        assertThat(registry.specs()).extracting(KeywordSpec::name).containsExactly("board.power_on", "board.reset");
        assertThat(registry.libraries()).extracting(Library::name).containsExactly("board");
    }

    @Test
    void aLibraryIsRemoved() {
        registry.replace(plugin("Board", "old", "Reset"));

        assertThat(registry.remove("Other")).isFalse();
        assertThat(registry.remove("BOARD")).isTrue();
        assertThat(registry.find("board.reset")).isEmpty();
        assertThat(registry.libraries()).isEmpty();
        assertThat(registry.remove("Board")).isFalse();
    }

    @Test
    void librariesMayShareTheNameOfAKeyword() {
        registry.replace(plugin("Board", "b", "Reset"));
        registry.replace(plugin("Relay", "r", "Reset"));

        assertThat(call("board.reset")).isEqualTo("b");
        assertThat(call("relay.reset")).isEqualTo("r");
    }

    @ParameterizedTest
    @ValueSource(strings = {"job", "Job", "FILE", "file", "J_ob"})
    void theNamesOfTheAgentItselfAreRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.replace(plugin(name, "x", "Reset")))
                .withMessageContaining("library name '" + name + "' is reserved");
        assertThat(registry.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"system", "rpc"})
    void theNamesOfTheFacesAreNoLibrariesAtAll(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> plugin(name, "x", "Reset"));
    }

    @Test
    void theAgentsOwnLibrariesStay() {
        registry.register(new Job());
        registry.add(plugin("Agent", "own", "Info"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.replace(plugin("agent", "x", "Info")))
                .withMessage("library 'agent' is the agent's own: a plugin must have another name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.remove("Job"))
                .withMessageContaining("the agent's own");
        assertThat(call("agent.info")).isEqualTo("own");
        assertThat(registry.find("job.start")).isPresent();
    }

    @Test
    void aNameThatIsTakenChangesNothing() {
        registry.replace(plugin("Board", "old", "Reset"));
        registry.register(new TakesIt());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.replace(plugin("Relay", "new", "Open", "Reset")))
                .withMessage("keyword 'relay.reset' is registered already");
        assertThat(registry.library("Relay")).isEmpty();
        assertThat(registry.find("relay.open")).isEmpty();
        assertThat(call("board.reset")).isEqualTo("old");
    }

    public static final class TakesIt {
        @Keyword(value = "relay.reset", doc = "d", returns = "r")
        public void reset() {}
    }

    @Test
    void namesThatAreTheSameOnAFaceAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plugin("Board", "x", "Read A-B", "Read A B"))
                .withMessageContaining("two keywords 'board.read_a_b': 'Read A-B' and 'Read A B'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plugin("Board", "x", "Flash Image", "flash image"))
                .withMessage("library Board has two keywords 'flash image'");
    }

    @Test
    void embeddedArgumentsNeedParameters() {
        Parameter animal = new Parameter("animal", Kind.POSITIONAL_OR_NAMED, Simple.ANY, false, Optional.empty(), "");
        Parameter rest = new Parameter("rest", Kind.VARARGS, Simple.ANY, true, Optional.empty(), "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plugin("Zoo", "x", "Select ${animal} from list"))
                .withMessage("keyword 'Select ${animal} from list' has an embedded argument but only 0 positional to"
                        + " take them");
        assertThat(new Library(
                                "Zoo",
                                "",
                                "",
                                List.of(
                                        keyword("Zoo", "Select ${animal} from list", "x", animal),
                                        keyword("Zoo", "${a} and ${b}", "x", rest)))
                        .specs())
                .extracting(KeywordSpec::name)
                .containsExactly("zoo.a_and_b", "zoo.select_animal_from_list");
    }

    @Test
    void theListOfLibrariesIsTheSameUntilSomethingChanges() {
        registry.replace(plugin("Board", "old", "Reset"));
        List<Library> before = registry.libraries();
        registry.remove("Nix");
        assertThat(registry.libraries()).isSameAs(before);
        registry.replace(plugin("Board", "old", "Reset"));
        assertThat(registry.libraries()).isNotSameAs(before);
    }
}

package dev.labhand.agent.robot;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordLibrary;
import dev.labhand.api.KeywordSpec.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keywords with arguments of every kind. Each returns what it was given. */
@KeywordLibrary(value = "Board", doc = "A board.")
public final class ArgumentKinds {

    @Keyword(value = "Flash Image", doc = "Flashes.", returns = "it")
    public List<Object> flash(@Arg("Path.") String path, @Arg(value = "Times.", defaultValue = "3") long retries) {
        return List.of(path, retries);
    }

    @Keyword(value = "Measure", doc = "Measures.", returns = "it")
    public List<Object> measure(@Arg("Unit.") String unit, @Arg("Pins.") long... pins) {
        return List.of(unit, Arrays.stream(pins).boxed().toList());
    }

    @Keyword(value = "Configure", doc = "Configures.", returns = "it")
    public List<@Nullable Object> configure(
            @Arg(value = "Slot.", kind = Kind.POSITIONAL_ONLY) Object slot,
            @Arg(value = "Mode.", defaultValue = "\"fast\"") String mode,
            @Arg(value = "Volts.", kind = Kind.NAMED_ONLY) double volts,
            @Arg(value = "Label.", kind = Kind.NAMED_ONLY) Optional<String> label,
            @Arg(value = "Registers.", kind = Kind.KWARGS) Map<String, Long> registers,
            @Arg("More.") Object... more) {
        return Arrays.asList(slot, mode, List.of(more), volts, label.orElse(null), registers);
    }

    @Keyword(value = "Lock", doc = "Locks.", returns = "it")
    public Object lock(@Arg(value = "Slot.", kind = Kind.POSITIONAL_ONLY) String slot) {
        return slot;
    }

    @Keyword(value = "Select ${animal} from list", doc = "Selects.", returns = "it")
    public List<Object> select(@Arg("Animal.") String animal, @Arg(value = "Times.", defaultValue = "1") long times) {
        return List.of(animal, times);
    }

    @Keyword(value = "Guess", doc = "Has a default for any value.", returns = "it")
    public @Nullable Object guess(@Arg(value = "It.", defaultValue = "\"x\"") @Nullable Object value) {
        return value;
    }
}

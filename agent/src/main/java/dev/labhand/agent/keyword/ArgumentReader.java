package dev.labhand.agent.keyword;

import dev.labhand.agent.keyword.ArgumentType.Reading;
import dev.labhand.api.KeywordSpec.Parameter;
import org.jspecify.annotations.Nullable;

/** A parameter, and how an argument for it is read. */
interface ArgumentReader {

    /** What arguments are read for. */
    Parameter spec();

    /** How they are read. */
    ArgumentType type();

    /** What the keyword gets for an argument that is left out. */
    @Nullable
    Object leftOut();

    /** What the keyword gets for what was read. */
    Object given(Object read);

    /** Whether a null that was given counts as left out. */
    default boolean nullIsLeftOut() {
        return spec().optional() && !spec().kind().isRest();
    }

    /** The keyword's value for an argument, or what is wrong with it. */
    sealed interface Argument {
        record Accepted(@Nullable Object value) implements Argument {}

        /** A sentence that tells which argument, and what. */
        record Wrong(String why) implements Argument {}
    }

    /** Reads an argument that was given; messages call it by this name. */
    default Argument accept(String name, @Nullable Object wire) {
        if (wire == null) {
            if (nullIsLeftOut()) {
                return new Argument.Accepted(leftOut());
            }
            return type().type().takesNull() ? new Argument.Accepted(null) : wrongType(name, null);
        }
        return switch (type().reader().read(wire)) {
            case Reading.Value(Object value) -> new Argument.Accepted(given(value));
            case Reading.WrongType() -> wrongType(name, wire);
            case Reading.Senseless(String why) -> new Argument.Wrong(name + why);
            case Reading.Unparsable(String sentence) -> new Argument.Wrong(sentence);
        };
    }

    private Argument wrongType(String name, @Nullable Object wire) {
        return new Argument.Wrong(name + " should be " + type().expected() + ", not " + WireValues.kind(wire));
    }
}

package dev.labhand.agent.keyword;

import dev.labhand.api.KeywordSpec.Parameter;
import org.jspecify.annotations.Nullable;

/** One parameter of a keyword that takes wire values: they are checked, and stay what they are. */
record WireParameter(Parameter spec, ArgumentType type) implements ArgumentReader {

    static WireParameter of(Parameter spec) {
        return new WireParameter(spec, WireType.of(spec.type()));
    }

    /** The default, which the keyword need not know; where none is told, the keyword is told of no argument. */
    @Override
    public @Nullable Object leftOut() {
        return spec.defaultValue().isPresent() ? spec.defaultValue().get().value() : Binder.ABSENT;
    }

    @Override
    public Object given(Object read) {
        return read;
    }

    /** Null may be a value here. */
    @Override
    public boolean nullIsLeftOut() {
        return ArgumentReader.super.nullIsLeftOut() && !spec.type().takesNull();
    }
}

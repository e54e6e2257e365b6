package dev.labhand.agent.keyword;

import dev.labhand.api.Arg;
import dev.labhand.api.KeywordSpec.Default;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One parameter of a Java keyword: a parameter of its method, or a component of its options.
 *
 * @param wrapped whether the Java type is an {@link Optional} around what {@code type} reads
 * @param leftOut the Java value when the argument is left out; null for a required one
 */
record JavaParameter(
        Parameter spec,
        ArgumentType type,
        boolean wrapped,
        @Nullable Object leftOut) implements ArgumentReader {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public Object given(Object read) {
        return wrapped ? Optional.of(read) : read;
    }

    /**
     * Reads the declaration.
     *
     * @param javaType of one argument, also where the parameter takes the rest
     * @throws IllegalArgumentException if keywords cannot take such a parameter
     */
    static JavaParameter declared(String javaName, Type javaType, @Nullable Arg arg, Kind kind) {
        if (arg == null) {
            throw new IllegalArgumentException("parameter " + javaName + " has no @Arg that documents it");
        }
        String name = arg.name().isEmpty() ? javaName : arg.name();
        try {
            return kind.isRest() ? rest(name, javaType, arg, kind) : read(name, javaType, arg, kind);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("parameter " + name + ": " + e.getMessage(), e);
        }
    }

    private static JavaParameter rest(String name, Type javaType, Arg arg, Kind kind) {
        if (!arg.defaultValue().isEmpty()) {
            throw new IllegalArgumentException("it takes the rest and can have no default");
        }
        ArgumentType type = JavaType.of(javaType);
        Parameter spec = new Parameter(name, kind, type.type(), true, Optional.empty(), arg.value());
        return new JavaParameter(spec, type, false, null);
    }

    private static JavaParameter read(String name, Type javaType, Arg arg, Kind kind) {
        boolean wrapped = javaType instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
        ArgumentType type =
                JavaType.of(wrapped ? ((ParameterizedType) javaType).getActualTypeArguments()[0] : javaType);
        Optional<Default> standIn =
                arg.defaultValue().isEmpty() ? Optional.empty() : Optional.of(new Default(json(arg.defaultValue())));
        boolean optional = wrapped || standIn.isPresent();
        Parameter spec = new Parameter(name, kind, type.type(), optional, standIn, arg.value());
        Object leftOut = wrapped ? Optional.empty() : null;
        if (standIn.isPresent()) {
            // Read like an argument, so that a default that its own type refuses is found when the agent starts.
            Argument argument = new JavaParameter(required(spec), type, wrapped, null)
                    .accept(name, standIn.get().value());
            switch (argument) {
                case Argument.Accepted(var value) -> leftOut = value;
                case Argument.Wrong(String why) ->
                    throw new IllegalArgumentException("its default does not fit: " + why);
            }
        }
        return new JavaParameter(spec, type, wrapped, leftOut);
    }

    private static Parameter required(Parameter spec) {
        return new Parameter(spec.name(), spec.kind(), spec.type(), false, Optional.empty(), spec.doc());
    }

    private static @Nullable Object json(String text) {
        try {
            return WireValues.of(JSON.readValue(text, Object.class));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("its default is no JSON: " + text, e);
        }
    }
}

package dev.labhand.agent.keyword;

import dev.labhand.api.Arg;
import dev.labhand.api.KeywordSpec.Default;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.Simple;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
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
        JavaType type,
        boolean wrapped,
        @Nullable Object leftOut) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The Java value for an argument, or what is wrong with it. */
    sealed interface Argument {
        record Accepted(@Nullable Object value) implements Argument {}

        /** A sentence that tells which parameter, and what. */
        record Wrong(String why) implements Argument {}
    }

    /**
     * Reads the declaration.
     *
     * @throws IllegalArgumentException if keywords cannot take such a parameter
     */
    static JavaParameter declared(String javaName, Type javaType, @Nullable Arg arg, Kind kind) {
        if (arg == null) {
            throw new IllegalArgumentException("parameter " + javaName + " has no @Arg that documents it");
        }
        String name = arg.name().isEmpty() ? javaName : arg.name();
        try {
            return read(name, javaType, arg, kind);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("parameter " + name + ": " + e.getMessage(), e);
        }
    }

    private static JavaParameter read(String name, Type javaType, Arg arg, Kind kind) {
        boolean wrapped = javaType instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
        JavaType type = JavaType.of(wrapped ? ((ParameterizedType) javaType).getActualTypeArguments()[0] : javaType);
        Optional<Default> standIn =
                arg.defaultValue().isEmpty() ? Optional.empty() : Optional.of(new Default(json(arg.defaultValue())));
        boolean optional = wrapped || standIn.isPresent();
        Parameter spec = new Parameter(name, kind, type.type(), optional, standIn, arg.value());
        Object leftOut = wrapped ? Optional.empty() : null;
        if (standIn.isPresent()) {
            // Read like an argument, so that a default that its own type refuses is found when the agent starts.
            Argument argument = new JavaParameter(required(spec), type, wrapped, null)
                    .accept(standIn.get().value());
            switch (argument) {
                case Argument.Accepted(var value) -> leftOut = value;
                case Argument.Wrong(String why) ->
                    throw new IllegalArgumentException("its default does not fit: " + why);
            }
        }
        return new JavaParameter(spec, type, wrapped, leftOut);
    }

    /** Reads an argument that was given. An explicit null leaves an optional argument out. */
    Argument accept(@Nullable Object wire) {
        if (wire == null) {
            if (spec.optional()) {
                return new Argument.Accepted(leftOut);
            }
            return type.type() == Simple.ANY ? new Argument.Accepted(null) : wrongType(null);
        }
        return switch (type.reader().read(wire)) {
            case JavaType.Reading.Value(Object value) -> new Argument.Accepted(wrapped ? Optional.of(value) : value);
            case JavaType.Reading.WrongType() -> wrongType(wire);
            case JavaType.Reading.Senseless(String why) -> new Argument.Wrong(spec.name() + why);
            case JavaType.Reading.Unparsable(String sentence) -> new Argument.Wrong(sentence);
        };
    }

    private Argument wrongType(@Nullable Object wire) {
        if (wire instanceof BigInteger number && isNumber(type.type())) {
            return new Argument.Wrong(
                    spec.name() + " should fit into 64 bits, which " + Printable.of(number.toString()) + " does not");
        }
        return new Argument.Wrong(spec.name() + " should be " + type.expected() + ", not " + WireValues.kind(wire));
    }

    private static boolean isNumber(ValueType type) {
        return type == Simple.INT || type == Simple.NUMBER || type == Simple.DOUBLE || type == Simple.SECONDS;
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

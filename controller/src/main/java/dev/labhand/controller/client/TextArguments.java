package dev.labhand.controller.client;

import dev.labhand.api.Invocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the {@link TextArgument}s of a call into values; other arguments stay as they are. */
final class TextArguments {

    private TextArguments() {}

    /** Whether the call holds none. */
    static boolean none(Invocation call) {
        return texts(call).findAny().isEmpty();
    }

    /**
     * The call with each text as what it looks like; empty if one is {@code null} or stands in quotes. Those could also be
     * meant as strings, and an agent would take them as either.
     */
    static Optional<Invocation> obvious(Invocation call) {
        return texts(call).map(TextArgument::untyped).allMatch(TextArguments::isClear)
                ? Optional.of(untyped(call))
                : Optional.empty();
    }

    private static boolean isClear(TextArgument.Untyped untyped) {
        return !untyped.json() || !(untyped.value() == null || untyped.value() instanceof String);
    }

    /** The call with each text as its JSON value or, if it is no JSON, as a string. */
    static Invocation untyped(Invocation call) {
        return typed(call, MethodSignature.UNKNOWN);
    }

    /**
     * The call with each text as the type that its parameter wants.
     *
     * @throws IllegalArgumentException that names the argument, the type and what was given
     */
    static Invocation typed(Invocation call, MethodSignature signature) {
        List<@Nullable Object> positional = new ArrayList<>();
        for (int i = 0; i < call.positional().size(); i++) {
            positional.add(convert(call.positional().get(i), signature.positional(i)));
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        call.named().forEach((name, argument) -> named.put(name, convert(argument, signature.named(name))));
        return new Invocation(call.keyword(), positional, named);
    }

    private static @Nullable Object convert(@Nullable Object argument, MethodSignature.Parameter parameter) {
        return argument instanceof TextArgument text ? parameter.convert(text) : argument;
    }

    private static Stream<TextArgument> texts(Invocation call) {
        return Stream.concat(call.positional().stream(), call.named().values().stream())
                .filter(TextArgument.class::isInstance)
                .map(TextArgument.class::cast);
    }
}

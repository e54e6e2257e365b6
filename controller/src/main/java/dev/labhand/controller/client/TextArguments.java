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
        boolean clear = texts(call).map(text -> value(text.text())).allMatch(TextArguments::clear) || none(call);
        return clear ? Optional.of(untyped(call)) : Optional.empty();
    }

    private static boolean clear(Value value) {
        return !value.json() || !(value.content() == null || value.content() instanceof String);
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
        return argument instanceof TextArgument(String text) ? parameter.convert(text) : argument;
    }

    private static Stream<TextArgument> texts(Invocation call) {
        return Stream.concat(call.positional().stream(), call.named().values().stream())
                .filter(TextArgument.class::isInstance)
                .map(TextArgument.class::cast);
    }

    /** What a text is when nobody says its type. */
    record Value(boolean json, @Nullable Object content) {}

    /** The JSON value, or the text itself if it is no JSON or a number that is none on the wire. */
    static Value value(String text) {
        if (!startsLikeJson(text)) {
            return new Value(false, text);
        }
        try {
            Object content = Json.parse(text);
            return content instanceof Double number && !Double.isFinite(number)
                    ? new Value(false, text)
                    : new Value(true, content);
        } catch (IllegalArgumentException e) {
            return new Value(false, text);
        }
    }

    /** Most words are no JSON; this spares the parser. */
    private static boolean startsLikeJson(String text) {
        return !text.isBlank() && "-0123456789\"[{tfn \t\r\n".indexOf(text.charAt(0)) >= 0;
    }
}

package dev.labhand.e2e;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordLibrary;
import dev.labhand.api.KeywordSpec.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Keywords with arguments of every kind, which return as text what they were given. */
@KeywordLibrary(value = "Arguments", doc = "Arguments of every kind.")
public final class ArgumentsLibrary {

    private static final String DOC = "Shows what it was given.";
    private static final String RESULT = "the arguments, with the types of those that are no text";

    @Keyword(value = "no_arguments", doc = DOC, returns = RESULT)
    public String none() {
        return "no arguments";
    }

    @Keyword(value = "one_argument", doc = DOC, returns = RESULT)
    public String one(@Arg("Any.") Object arg) {
        return shown(arg);
    }

    @Keyword(value = "two_arguments", doc = DOC, returns = RESULT)
    public String two(@Arg("Any.") Object arg1, @Arg("Any.") Object arg2) {
        return shown(arg1, arg2);
    }

    @Keyword(value = "five_arguments", doc = DOC, returns = RESULT)
    public String five(
            @Arg("Any.") Object arg1,
            @Arg("Any.") Object arg2,
            @Arg("Any.") Object arg3,
            @Arg("Any.") Object arg4,
            @Arg("Any.") Object arg5) {
        return shown(arg1, arg2, arg3, arg4, arg5);
    }

    @Keyword(value = "defaults", doc = DOC, returns = RESULT)
    public String defaults(
            @Arg("Any.") Object arg1,
            @Arg(value = "Any.", defaultValue = "2") Object arg2,
            @Arg(value = "Any.", defaultValue = "\"3\"") Object arg3) {
        return shown(arg1, arg2, arg3);
    }

    @Keyword(value = "varargs", doc = DOC, returns = RESULT)
    public String varargs(@Arg("Any.") Object... rest) {
        return shown(rest);
    }

    @Keyword(value = "required_default_and_varargs", doc = DOC, returns = RESULT)
    public String requiredDefaultAndVarargs(
            @Arg("Any.") Object required,
            @Arg(name = "default", value = "Any.", defaultValue = "\"world\"") Object standIn,
            @Arg("Any.") Object... rest) {
        return shown(List.of(required, standIn), rest, Map.of());
    }

    @Keyword(value = "sum", doc = DOC, returns = RESULT)
    public String sum(@Arg("Integers.") long... numbers) {
        return shown(LongStream.of(numbers).sum());
    }

    @Keyword(value = "kwargs", doc = DOC, returns = RESULT)
    public String kwargs(@Arg(value = "Any.", kind = Kind.KWARGS) Map<String, Object> named) {
        return shown(List.of(), new Object[0], named);
    }

    @Keyword(value = "named_only", doc = DOC, returns = RESULT)
    public String namedOnly(@Arg(value = "Any.", kind = Kind.NAMED_ONLY) Object option) {
        return shown(option);
    }

    @Keyword(value = "named_only_with_default", doc = DOC, returns = RESULT)
    public String namedOnlyWithDefault(
            @Arg(value = "Any.", kind = Kind.NAMED_ONLY, defaultValue = "\"first\"") Object option1,
            @Arg(value = "Any.", kind = Kind.NAMED_ONLY) Object option2) {
        return shown(option1, option2);
    }

    @Keyword(value = "arguments_and_kwargs", doc = DOC, returns = RESULT)
    public String argumentsAndKwargs(
            @Arg(value = "Any.", defaultValue = "\"1\"") Object arg1,
            @Arg(value = "Any.", defaultValue = "\"2\"") Object arg2,
            @Arg(value = "Any.", kind = Kind.KWARGS) Map<String, Object> named) {
        return shown(List.of(arg1, arg2), new Object[0], named);
    }

    @Keyword(value = "varargs_and_kwargs", doc = DOC, returns = RESULT)
    public String varargsAndKwargs(
            @Arg(value = "Any.", kind = Kind.KWARGS) Map<String, Object> named, @Arg("Any.") Object... rest) {
        return shown(List.of(), rest, named);
    }

    @Keyword(value = "all_kinds", doc = DOC, returns = RESULT)
    public String allKinds(
            @Arg("Any.") Object arg1,
            @Arg(value = "Any.", defaultValue = "\"2\"") Object arg2,
            @Arg(value = "Any.", kind = Kind.NAMED_ONLY, defaultValue = "\"o\"") Object option1,
            @Arg(value = "Any.", kind = Kind.NAMED_ONLY) Object option2,
            @Arg(value = "Any.", kind = Kind.KWARGS) Map<String, Object> named,
            @Arg("Any.") Object... rest) {
        List<Object> all = new ArrayList<>(List.of(arg1, arg2));
        all.addAll(List.of(rest));
        all.addAll(List.of(option1, option2));
        return shown(all, new Object[0], named);
    }

    @Keyword(value = "positional_only", doc = DOC, returns = RESULT)
    public String positionalOnly(@Arg(value = "Any.", kind = Kind.POSITIONAL_ONLY) Object arg) {
        return shown(arg);
    }

    @Keyword(value = "Select ${animal} from list", doc = DOC, returns = RESULT)
    public String select(@Arg("A word.") String animal, @Arg(value = "Times.", defaultValue = "1") long times) {
        return shown(animal, times);
    }

    private static String shown(Object... arguments) {
        return shown(List.of(arguments), new Object[0], Map.of());
    }

    private static String shown(List<Object> first, Object[] rest, Map<String, Object> named) {
        List<String> texts = new ArrayList<>();
        first.forEach(each -> texts.add(text(each)));
        for (Object each : rest) {
            texts.add(text(each));
        }
        new TreeMap<>(named).forEach((name, value) -> texts.add(name + ":" + text(value)));
        return String.join(", ", texts);
    }

    private static String text(@Nullable Object value) {
        return value instanceof Long number ? number + " (Long)" : String.valueOf(value);
    }
}

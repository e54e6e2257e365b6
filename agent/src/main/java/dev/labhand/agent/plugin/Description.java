package dev.labhand.agent.plugin;

import dev.labhand.agent.keyword.KeywordName;
import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.keyword.Printable;
import dev.labhand.agent.keyword.RegisteredKeyword;
import dev.labhand.agent.keyword.TypeName;
import dev.labhand.agent.keyword.WireKeyword;
import dev.labhand.agent.plugin.PluginJson.Malformed;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Default;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.Simple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin prints for {@code --describe}: {@code {"library": "Board", "doc": "…", "version": "1.2", "keywords": […],
 * "persistent": false}}.
 *
 * @param init how the library was made ({@code "init": "…"})
 * @param problems what it cannot offer, and why ({@code "problems": ["…"]})
 * @param persistent whether its processes serve many calls each
 * @param processes how many of them there may be, if the plugin says so ({@code "processes": 1})
 */
record Description(
        String library,
        String doc,
        String init,
        String version,
        List<Described> keywords,
        List<String> problems,
        boolean persistent,
        OptionalInt processes) {

    private static final double LONGEST = 1e9;

    /**
     * A keyword: {@code {"name": "Flash Image", "args": […], "returns": "dict", "doc": "…", "tags": ["board"], "timeout": 60}}.
     */
    record Described(KeywordSpec spec, Optional<Duration> timeout) {}

    /**
     * Reads a description.
     *
     * @throws Malformed telling which member is wrong
     */
    static Description read(String text) throws Malformed {
        Map<?, ?> members = Answer.members(text);
        String library = text(members, "library", null, "the description");
        List<Described> keywords = new ArrayList<>();
        for (Object item : list(members, "keywords", "the description")) {
            if (!(item instanceof Map<?, ?> keyword)) {
                throw new Malformed("an item of \"keywords\" is no object");
            }
            keywords.add(keyword(library, keyword));
        }
        return new Description(
                library,
                text(members, "doc", "", "the description"),
                text(members, "init", "", "the description"),
                text(members, "version", "", "the description"),
                List.copyOf(keywords),
                texts(members, "problems", "the description"),
                flag(members, "persistent", "the description"),
                processes(members.get("processes")));
    }

    private static OptionalInt processes(@Nullable Object number) throws Malformed {
        if (number == null) {
            return OptionalInt.empty();
        }
        if (number instanceof Long count && count >= 1 && count <= Integer.MAX_VALUE) {
            return OptionalInt.of(count.intValue());
        }
        throw new Malformed("\"processes\" should be a whole number from 1 on");
    }

    /**
     * The library, whose keywords are run by this caller.
     *
     * @throws IllegalArgumentException if a name cannot be used or comes twice
     */
    Library library(Caller caller) {
        return new Library(
                library,
                doc,
                init,
                version,
                keywords.stream().map(each -> keyword(each, caller)).toList());
    }

    private static RegisteredKeyword keyword(Described keyword, Caller caller) {
        String name = keyword.spec().robotName();
        return new WireKeyword(
                keyword.spec(),
                (args, kwargs, log) -> caller.run(new Call(name, args, kwargs, keyword.timeout(), log)));
    }

    private static Described keyword(String library, Map<?, ?> members) throws Malformed {
        String name = text(members, "name", null, "a keyword");
        String where = "keyword \"" + Printable.of(name) + "\"";
        List<Parameter> parameters = new ArrayList<>();
        for (Object item : list(members, "args", where)) {
            parameters.add(parameter(item, where));
        }
        List<String> tags = texts(members, "tags", where);
        try {
            KeywordSpec spec = new KeywordSpec(
                    KeywordName.rpc(library, name),
                    name,
                    text(members, "doc", "", where),
                    tags,
                    parameters,
                    type(members.get("returns"), where + ", \"returns\""),
                    "",
                    true);
            return new Described(spec, timeout(members.get("timeout"), where));
        } catch (IllegalArgumentException e) {
            throw new Malformed(where + ": " + e.getMessage());
        }
    }

    /** {@code {"name": "retries", "type": "int", "default": 3, "kind": "named_only", "doc": "…"}}, or the name alone. */
    private static Parameter parameter(@Nullable Object item, String where) throws Malformed {
        if (item instanceof String name) {
            return new Parameter(name, Kind.POSITIONAL_OR_NAMED, Simple.ANY, false, Optional.empty(), "");
        }
        if (!(item instanceof Map<?, ?> members)) {
            throw new Malformed(where + ": an item of \"args\" is neither an object nor a name");
        }
        String name = text(members, "name", null, where + ": an argument");
        String place = where + ", argument \"" + Printable.of(name) + "\"";
        Kind kind = kind(text(members, "kind", "", place), place);
        boolean hasDefault = members.containsKey("default");
        return new Parameter(
                name,
                kind,
                type(members.get("type"), place),
                hasDefault || kind.isRest() || flag(members, "optional", place),
                hasDefault ? Optional.of(new Default(members.get("default"))) : Optional.empty(),
                text(members, "doc", "", place));
    }

    private static Kind kind(String word, String where) throws Malformed {
        if (word.isEmpty()) {
            return Kind.POSITIONAL_OR_NAMED;
        }
        for (Kind kind : Kind.values()) {
            if (kind.name().equalsIgnoreCase(word)) {
                return kind;
            }
        }
        throw new Malformed(where + ": the kind \"" + Printable.of(word)
                + "\" is none of positional_only, positional_or_named, varargs, named_only, kwargs");
    }

    private static ValueType type(@Nullable Object name, String where) throws Malformed {
        if (name == null || name.equals("")) {
            return Simple.ANY;
        }
        if (!(name instanceof String text)) {
            throw new Malformed(where + ": the type is no string");
        }
        return TypeName.parse(text);
    }

    private static Optional<Duration> timeout(@Nullable Object seconds, String where) throws Malformed {
        if (seconds == null) {
            return Optional.empty();
        }
        if (seconds instanceof Number number && number.doubleValue() > 0 && number.doubleValue() <= LONGEST) {
            return Optional.of(Duration.ofMillis(Math.max(1, Math.round(number.doubleValue() * 1000))));
        }
        throw new Malformed(where + ": \"timeout\" should be seconds, more than 0");
    }

    /** A member that is text. Without a stand-in it must be there. */
    private static String text(Map<?, ?> members, String name, @Nullable String standIn, String where)
            throws Malformed {
        Object value = members.get(name);
        if (value instanceof String text) {
            return text;
        }
        if (value == null && standIn != null) {
            return standIn;
        }
        throw new Malformed(where + (value == null ? " lacks \"" + name + "\"" : ": \"" + name + "\" is no string"));
    }

    private static List<?> list(Map<?, ?> members, String name, String where) throws Malformed {
        return switch (members.get(name)) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw new Malformed(where + ": \"" + name + "\" is no array");
        };
    }

    private static List<String> texts(Map<?, ?> members, String name, String where) throws Malformed {
        List<String> texts = new ArrayList<>();
        for (Object item : list(members, name, where)) {
            if (!(item instanceof String text)) {
                throw new Malformed(where + ": an item of \"" + name + "\" is no string");
            }
            texts.add(text);
        }
        return texts;
    }

    private static boolean flag(Map<?, ?> members, String name, String where) throws Malformed {
        return switch (members.get(name)) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw new Malformed(where + ": \"" + name + "\" should be true or false");
        };
    }
}

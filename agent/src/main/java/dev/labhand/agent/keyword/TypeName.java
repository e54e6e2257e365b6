package dev.labhand.agent.keyword;

import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.AnyOf;
import dev.labhand.api.ValueType.ListOf;
import dev.labhand.api.ValueType.OneOf;
import dev.labhand.api.ValueType.Simple;
import dev.labhand.api.ValueType.StructOf;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the names by which Python and Robot Framework call types: {@code int}, {@code list[str]}, {@code int | None}, {@code
 * Literal['a', 'b']}. In any case, with or without the module before them.
 */
public final class TypeName {

    private TypeName() {}

    /** The type of this name; {@link Simple#ANY} if the name, or a part of it that matters, is unknown. */
    public static ValueType parse(String name) {
        return anyOf(parts(name, '|'));
    }

    private static ValueType anyOf(List<String> names) {
        Set<ValueType> types = new LinkedHashSet<>();
        for (String name : names) {
            switch (single(name.strip())) {
                case AnyOf(List<ValueType> several) -> types.addAll(several);
                case ValueType one -> types.add(one);
            }
        }
        if (types.contains(Simple.INT) && (types.contains(Simple.DOUBLE) || types.contains(Simple.NUMBER))) {
            types.removeAll(Set.of(Simple.INT, Simple.DOUBLE));
            types.add(Simple.NUMBER);
        }
        if (types.isEmpty() || types.contains(Simple.ANY)) {
            return Simple.ANY;
        }
        return types.size() == 1 ? types.iterator().next() : new AnyOf(List.copyOf(types));
    }

    private static ValueType single(String name) {
        int bracket = name.indexOf('[');
        if (bracket > 0 && name.endsWith("]")) {
            return generic(
                    base(name.substring(0, bracket)), parts(name.substring(bracket + 1, name.length() - 1), ','));
        }
        return switch (base(name)) {
            case "int", "integer", "long" -> Simple.INT;
            case "float", "double" -> Simple.DOUBLE;
            case "number" -> Simple.NUMBER;
            case "bool", "boolean" -> Simple.BOOLEAN;
            case "str", "string", "unicode", "path", "pathlike" -> Simple.STRING;
            case "bytes", "bytearray" -> Simple.BYTES;
            case "list", "sequence", "mutablesequence", "tuple", "set", "frozenset", "array" -> Simple.LIST;
            case "dict", "dictionary", "mapping", "mutablemapping", "map", "struct" -> Simple.STRUCT;
            case "datetime", "date" -> Simple.DATE_TIME;
            case "timedelta", "duration", "seconds" -> Simple.SECONDS;
            case "none", "nonetype" -> Simple.NOTHING;
            default -> Simple.ANY;
        };
    }

    private static ValueType generic(String base, List<String> arguments) {
        return switch (base) {
            case "union" -> anyOf(arguments);
            case "optional" -> anyOf(List.of(arguments.getFirst(), "None"));
            case "annotated" -> parse(arguments.getFirst());
            case "literal" -> literal(arguments);
            case "list", "sequence", "mutablesequence", "set", "frozenset" -> {
                ValueType item = parse(arguments.getFirst());
                yield item == Simple.ANY || arguments.size() != 1 ? Simple.LIST : new ListOf(item);
            }
            case "dict", "dictionary", "mapping", "mutablemapping" -> {
                ValueType member = parse(arguments.getLast());
                yield member == Simple.ANY || arguments.size() != 2 ? Simple.STRUCT : new StructOf(member);
            }
            default -> single(base);
        };
    }

    /** Only words make a type here: what else may be literal is left to the keyword. */
    private static ValueType literal(List<String> values) {
        List<String> words = new ArrayList<>();
        for (String value : values) {
            String text = value.strip();
            boolean quoted = text.length() > 1
                    && (text.charAt(0) == '\'' || text.charAt(0) == '"')
                    && text.charAt(text.length() - 1) == text.charAt(0);
            if (!quoted) {
                return Simple.ANY;
            }
            words.add(text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1"));
        }
        return new OneOf(words);
    }

    private static String base(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return lower.substring(lower.lastIndexOf('.') + 1);
    }

    /** Splits a name where the separator is in no brackets and no quotes. There is at least one part. */
    private static List<String> parts(String name, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[') {
                depth++;
            } else if (c == ']') {
                depth--;
            } else if (c == separator && depth == 0) {
                parts.add(name.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(name.substring(start));
        return parts;
    }
}

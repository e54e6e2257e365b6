package dev.labhand.agent.keyword;

import dev.labhand.agent.keyword.ArgumentType.Reading;
import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.AnyOf;
import dev.labhand.api.ValueType.ListOf;
import dev.labhand.api.ValueType.OneOf;
import dev.labhand.api.ValueType.Simple;
import dev.labhand.api.ValueType.StructOf;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;

/** How wire values are checked for a keyword that takes them as they are. */
final class WireType {

    private WireType() {}

    static ArgumentType of(ValueType type) {
        return switch (type) {
            case OneOf(List<String> words) -> oneOf(words);
            case ListOf(ValueType item) -> of(item).list();
            case StructOf(ValueType member) -> of(member).struct();
            case AnyOf(List<ValueType> types) ->
                anyOf(type, types.stream().map(WireType::of).toList());
            case Simple.ANY -> ArgumentType.ANY;
            case Simple.INT -> ArgumentType.INT;
            case Simple.NUMBER -> ArgumentType.NUMBER;
            case Simple.DOUBLE -> ArgumentType.DOUBLE;
            case Simple.BOOLEAN -> ArgumentType.BOOLEAN;
            case Simple.STRING -> ArgumentType.STRING;
            case Simple.BYTES -> ArgumentType.BYTES;
            case Simple.SECONDS -> seconds();
            case Simple.DATE_TIME -> new ArgumentType(type, "a date", WireType::readDate);
            case Simple.LIST -> ArgumentType.LIST;
            case Simple.STRUCT -> ArgumentType.STRUCT;
            case Simple.NOTHING -> new ArgumentType(type, "null", _ -> ArgumentType.WRONG);
        };
    }

    private static ArgumentType oneOf(List<String> words) {
        String expected = "one of " + String.join(", ", words);
        return new ArgumentType(new OneOf(words), expected, value -> {
            if (!(value instanceof String word)) {
                return ArgumentType.WRONG;
            }
            return words.contains(word)
                    ? ArgumentType.is(word)
                    : new Reading.Senseless(" should be " + expected + ", not '" + Printable.of(word) + "'");
        });
    }

    /** A value that fits several is read as the first of them. */
    private static ArgumentType anyOf(ValueType type, List<ArgumentType> types) {
        String expected = types.stream().map(ArgumentType::expected).distinct().collect(Collectors.joining(" or "));
        return new ArgumentType(type, expected, value -> {
            Reading best = ArgumentType.WRONG;
            for (ArgumentType each : types) {
                Reading reading = each.reader().read(value);
                if (reading instanceof Reading.Value) {
                    return reading;
                } else if (best == ArgumentType.WRONG) {
                    best = reading;
                }
            }
            return best;
        });
    }

    /** In range, and still the number that was given. */
    private static ArgumentType seconds() {
        ArgumentType duration = ArgumentType.SECONDS;
        return new ArgumentType(duration.type(), duration.expected(), value -> {
            Reading reading = duration.reader().read(value);
            return reading instanceof Reading.Value ? ArgumentType.is(value) : reading;
        });
    }

    /** JSON has no dates: there they are text. */
    private static Reading readDate(Object value) {
        return switch (value) {
            case LocalDateTime date -> ArgumentType.is(date);
            case Instant time -> ArgumentType.is(time);
            case String text -> parseDate(text);
            default -> ArgumentType.WRONG;
        };
    }

    private static Reading parseDate(String text) {
        try {
            boolean hasTime = text.indexOf('T') > 0;
            boolean hasZone = hasTime && text.substring(text.indexOf('T')).matches(".*[Zz+-].*");
            if (hasZone) {
                return ArgumentType.is(OffsetDateTime.parse(text).toInstant());
            }
            return ArgumentType.is(
                    hasTime ? LocalDateTime.parse(text) : LocalDate.parse(text).atStartOfDay());
        } catch (DateTimeException e) {
            return new Reading.Senseless(
                    " should be a date such as 2026-01-31T23:59:59Z, not '" + Printable.of(text) + "'");
        }
    }
}

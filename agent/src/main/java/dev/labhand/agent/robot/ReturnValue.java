package dev.labhand.agent.robot;

import dev.labhand.protocol.RpcCodec;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a keyword returns, as Robot Framework can read it. Text with control characters, which XML cannot carry, becomes the
 * bytes of Latin-1, by the convention of Robot's remote interface. Text that has no such bytes keeps its other characters.
 */
final class ReturnValue {

    /** The struct around the value is one level. */
    private static final int MAX_NESTING = RpcCodec.MAX_NESTING - 1;

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private ReturnValue() {}

    /**
     * The value to send.
     *
     * @throws Misfit if there is none, with the reason
     */
    static @Nullable Object of(@Nullable Object value) throws Misfit {
        return of(value, MAX_NESTING);
    }

    private static @Nullable Object of(@Nullable Object value, int levels) throws Misfit {
        return switch (value) {
            case String text -> text(text);
            case BigInteger number
            when number.bitLength() > 63 -> throw new Misfit("it has an integer of more than 64 bits");
            case Instant time when time.isBefore(FIRST) || !time.isBefore(AFTER_LAST) -> throw strangeDate();
            case LocalDateTime date when date.getYear() < 1 || date.getYear() > 9999 -> throw strangeDate();
            case List<?> items -> {
                List<@Nullable Object> list = new ArrayList<>(items.size());
                for (Object item : items) {
                    list.add(of(item, deeper(levels)));
                }
                yield list;
            }
            case Map<?, ?> members -> {
                Map<String, @Nullable Object> struct = LinkedHashMap.newLinkedHashMap(members.size());
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    struct.put(String.valueOf(member.getKey()), of(member.getValue(), deeper(levels)));
                }
                yield struct;
            }
            case null, default -> value;
        };
    }

    /** Text, or its bytes in Latin-1 where it has characters that XML cannot carry: Robot's client takes those for text. */
    static Object text(String text) {
        return hasControls(text) && isLatin1(text) ? text.getBytes(StandardCharsets.ISO_8859_1) : text;
    }

    private static int deeper(int levels) throws Misfit {
        if (levels == 0) {
            throw new Misfit("its lists and dictionaries nest deeper than " + MAX_NESTING);
        }
        return levels - 1;
    }

    private static Misfit strangeDate() {
        return new Misfit("it has a date whose year is not 1 to 9999");
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r');
    }

    private static boolean isLatin1(String text) {
        return text.chars().allMatch(c -> c <= 0xFF);
    }
}

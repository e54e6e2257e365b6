package dev.labhand.protocol.xmlrpc;

import dev.labhand.protocol.RpcCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes wire values as XML-RPC. */
final class ValueWriter {

    private final XmlOutput out;
    private int nesting;

    ValueWriter(XmlOutput out) {
        this.out = out;
    }

    /**
     * Writes a value element.
     *
     * @throws IllegalArgumentException if XML-RPC cannot carry the value
     */
    void write(@Nullable Object value) {
        out.raw("<value>");
        switch (value) {
            case null -> out.raw("<nil/>");
            case String text -> out.raw("<string>").text(text).raw("</string>");
            case Long number -> integer(number);
            case BigInteger number -> integer(within64Bits(number));
            case Boolean flag -> out.raw(flag ? "<boolean>1</boolean>" : "<boolean>0</boolean>");
            case Double number -> out.raw("<double>").raw(decimal(number)).raw("</double>");
            case byte[] bytes ->
                out.raw("<base64>").raw(Base64.getEncoder().encode(bytes)).raw("</base64>");
            case Instant instant -> date(Dates.written(instant));
            case LocalDateTime date -> date(Dates.written(date));
            case List<?> list -> list(list);
            case Map<?, ?> struct -> struct(struct);
            default ->
                throw new IllegalArgumentException("a " + value.getClass().getName() + " is no value that can be sent");
        }
        out.raw("</value>");
    }

    private void integer(long number) {
        String tag = number == (int) number ? "int" : "i8";
        out.raw("<")
                .raw(tag)
                .raw(">")
                .raw(Long.toString(number))
                .raw("</")
                .raw(tag)
                .raw(">");
    }

    private static long within64Bits(BigInteger number) {
        if (number.bitLength() > 63) {
            throw new IllegalArgumentException("XML-RPC has no integers past 64 bits");
        }
        return number.longValue();
    }

    /** Without an exponent, which the specification does not know; as many digits as read back exactly. */
    private static String decimal(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        String text = Double.toString(number);
        return text.indexOf('E') < 0 ? text : new BigDecimal(text).toPlainString();
    }

    private void date(String date) {
        out.raw("<dateTime.iso8601>").raw(date).raw("</dateTime.iso8601>");
    }

    private void list(List<?> list) {
        descend();
        out.raw("<array><data>");
        list.forEach(this::write);
        out.raw("</data></array>");
        nesting--;
    }

    private void struct(Map<?, ?> struct) {
        descend();
        out.raw("<struct>");
        struct.forEach((name, value) -> {
            out.raw("<member><name>").text(String.valueOf(name)).raw("</name>");
            write(value);
            out.raw("</member>");
        });
        out.raw("</struct>");
        nesting--;
    }

    private void descend() {
        if (++nesting > RpcCodec.MAX_NESTING) {
            throw new IllegalArgumentException("lists and structs nest deeper than " + RpcCodec.MAX_NESTING);
        }
    }
}

package dev.labhand.agent.robot;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as Robot Framework reads them: with {@code _} and spaces between digits, and {@code 0x}, {@code 0o}, {@code 0b}. */
final class Numbers {

    private static final Pattern INTEGER = Pattern.compile("([+-]?)(0[xX]|0[oO]|0[bB])?([0-9a-fA-F]+)");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private Numbers() {}

    static Long integer(Object given) throws Misfit {
        return switch (given) {
            case Long number -> number;
            case Double number when number == Math.rint(number) && Math.abs(number) < 0x1p63 -> number.longValue();
            case String text -> integer(text);
            default -> throw new Misfit();
        };
    }

    /** An integer if it is one, else a double. */
    static Object number(Object given) throws Misfit {
        if (given instanceof Double) {
            return given;
        }
        if (given instanceof String text && !INTEGER.matcher(digits(text)).matches()) {
            return decimal(given);
        }
        try {
            return integer(given);
        } catch (Misfit e) {
            // Such as e5, which looks like a hexadecimal integer.
            return decimal(given);
        }
    }

    static Double decimal(Object given) throws Misfit {
        return switch (given) {
            case Double number -> number;
            case Long number -> number.doubleValue();
            case String text -> decimal(text);
            default -> throw new Misfit();
        };
    }

    private static Long integer(String text) throws Misfit {
        Matcher m = INTEGER.matcher(digits(text));
        if (!m.matches()) {
            throw new Misfit();
        }
        int radix = m.group(2) == null
                ? 10
                : switch (m.group(2).toLowerCase(Locale.ROOT)) {
                    case "0x" -> 16;
                    case "0o" -> 8;
                    default -> 2;
                };
        BigInteger number;
        try {
            number = new BigInteger(m.group(1) + m.group(3), radix);
        } catch (NumberFormatException e) {
            throw new Misfit();
        }
        if (number.bitLength() > 63) {
            throw new Misfit("It does not fit into 64 bits.");
        }
        return number.longValue();
    }

    private static Double decimal(String text) throws Misfit {
        String digits = digits(text);
        if (DECIMAL.matcher(digits).matches()) {
            return Double.valueOf(digits);
        }
        return switch (digits.toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new Misfit();
        };
    }

    private static String digits(String text) {
        return text.strip().replace("_", "").replace(" ", "");
    }
}

package dev.labhand.controller.client;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/** Spans of time in words for a reader. */
public final class Seconds {

    private Seconds() {}

    /** Three digits of it, such as {@code 5 s}, {@code 0.25 s} or {@code 0.001 s}. */
    public static String text(Duration span) {
        return BigDecimal.valueOf(span.toNanos(), 9)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString()
                + " s";
    }
}

package dev.labhand.controller.client;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Spans of time in words for a reader. */
final class Seconds {

    private Seconds() {}

    /** Such as {@code 5 s} or {@code 0.25 s}. */
    static String text(Duration span) {
        return BigDecimal.valueOf(span.toMillis(), 3)
                        .setScale(2, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + " s";
    }
}

package dev.labhand.benchmark;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param what was done
 * @param against the peer, or empty where the figure stands alone
 * @param unit how the figure reads, such as {@code %.2f ×}
 */
record Row(String what, String against, Figure figure, String unit, Optional<Target> target) {

    /** What the figure's median should be. */
    record Target(Side side, double limit) {
        enum Side {
            AT_LEAST,
            UNDER
        }

        boolean metBy(Figure figure) {
            return side == Side.AT_LEAST ? figure.median() >= limit : figure.median() < limit;
        }
    }

    /** How many times the peer's rate Labhand's is. */
    static Row ratio(String what, String peer, Figure labhand, Figure other) {
        return new Row(what, peer, labhand.dividedBy(other), "%.2f ×", Optional.empty());
    }

    /** A figure by itself. */
    static Row absolute(String what, Figure figure, String unit) {
        return new Row(what, "", figure, unit, Optional.empty());
    }

    Row atLeast(double limit) {
        return new Row(what, against, figure, unit, Optional.of(new Target(Target.Side.AT_LEAST, limit)));
    }

    Row under(double limit) {
        return new Row(what, against, figure, unit, Optional.of(new Target(Target.Side.UNDER, limit)));
    }

    boolean targetMet() {
        return target.isEmpty() || target.get().metBy(figure);
    }

    String format(double value) {
        return String.format(Locale.ROOT, unit, value);
    }
}

package dev.labhand.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * What the rounds of one contestant gave.
 *
 * @param values one for each round, in order
 */
record Figure(List<Double> values) {

    Figure {
        values = List.copyOf(values);
    }

    /** What was measured once. */
    static Figure single(double value) {
        return new Figure(List.of(value));
    }

    /** Its last rounds. */
    Figure last(int rounds) {
        return new Figure(values.subList(values.size() - rounds, values.size()));
    }

    double median() {
        return median(values);
    }

    double lowest() {
        return values.stream().min(Double::compare).orElseThrow();
    }

    double highest() {
        return values.stream().max(Double::compare).orElseThrow();
    }

    /** This by that. Round is divided by round, for both met the same disturbances; the median of the quotients counts. */
    Figure dividedBy(Figure other) {
        return withEach(other, (a, b) -> a / b);
    }

    /** Each round of this with the same round of that. */
    Figure withEach(Figure other, DoubleBinaryOperator operator) {
        List<Double> results = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            results.add(operator.applyAsDouble(values.get(i), other.values.get(i)));
        }
        return new Figure(results);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}

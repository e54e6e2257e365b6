package dev.labhand.benchmark;

import java.util.List;

/**
 * What the rounds of one contestant gave.
 *
 * @param values one for each round, in order
 */
record Figure(List<Double> values) {

    Figure {
        values = List.copyOf(values);
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
        List<Double> quotients = new java.util.ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            quotients.add(values.get(i) / other.values.get(i));
        }
        return new Figure(quotients);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}

package dev.labhand.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of a contest, by contestant. */
final class Standings {

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, k -> new ArrayList<>()).add(value);
    }

    /**
     * The figure of one contestant.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    Figure of(String name) {
        List<Double> found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no contestant is called " + name);
        }
        return new Figure(found);
    }

    /** Everybody else. */
    List<String> others(String name) {
        return values.keySet().stream().filter(each -> !each.equals(name)).toList();
    }
}

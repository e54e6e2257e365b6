package dev.labhand.controller.run;

import dev.labhand.api.Outcome;
import dev.labhand.controller.client.Outcomes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many targets ended how.
 *
 * @param counts by the outcome's name, such as {@code exited 0}; what succeeded comes first
 */
public record Tally(List<Count> counts) {

    /** So many targets ended like this. */
    public record Count(String outcome, int targets) {}

    private static final List<String> ORDER = List.of(
            "exited",
            "returned",
            "signalled",
            "failed",
            "rejected",
            "timed_out",
            "output_limit",
            "cancelled",
            "unreachable",
            "auth_failed",
            "host_key_rejected",
            "lost",
            "not_run",
            "running");

    private static final Comparator<Outcome> BY_KIND = Comparator.<Outcome>comparingInt(
                    outcome -> ORDER.indexOf(outcome.word()))
            .thenComparingInt(outcome -> outcome instanceof Outcome.Exited(int code) ? code : 0)
            .thenComparing(Outcomes::name);

    public Tally {
        counts = List.copyOf(counts);
    }

    /** Counts outcomes: each is in exactly one count. */
    public static Tally of(Collection<Outcome> outcomes) {
        Map<Outcome, Integer> kinds = new TreeMap<>(BY_KIND);
        outcomes.forEach(outcome -> kinds.merge(outcome, 1, Integer::sum));
        List<Count> counts = new ArrayList<>();
        kinds.forEach((outcome, targets) -> counts.add(new Count(Outcomes.name(outcome), targets)));
        return new Tally(counts);
    }

    /** All targets. */
    public int targets() {
        return counts.stream().mapToInt(Count::targets).sum();
    }

    /** The closing count: {@code 120 targets: 117 exited 0, 2 exited 1, 1 unreachable}. */
    @Override
    public String toString() {
        int targets = targets();
        String total = targets == 1 ? "1 target" : targets + " targets";
        return counts.isEmpty()
                ? total
                : counts.stream()
                        .map(count -> count.targets() + " " + count.outcome())
                        .collect(Collectors.joining(", ", total + ": ", ""));
    }
}

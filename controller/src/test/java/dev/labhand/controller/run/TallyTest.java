package dev.labhand.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Outcome;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TallyTest {

    @Test
    void countsWhatSucceededFirst() {
        List<Outcome> outcomes = Stream.of(
                        List.<Outcome>of(new Outcome.Unreachable("connection refused")),
                        Collections.<Outcome>nCopies(2, new Outcome.Exited(1)),
                        Collections.<Outcome>nCopies(117, new Outcome.Exited(0)))
                .flatMap(List::stream)
                .toList();

        assertThat(Tally.of(outcomes)).hasToString("120 targets: 117 exited 0, 2 exited 1, 1 unreachable");
    }

    @Test
    void differentReasonsAreOneCountAndDifferentCodesAndSignalsAreNot() {
        assertThat(Tally.of(List.of(
                        new Outcome.Lost("a"),
                        new Outcome.Lost("b"),
                        new Outcome.Exited(10),
                        new Outcome.Exited(9),
                        new Outcome.Signalled("KILL"),
                        new Outcome.Signalled("ABRT"),
                        new Outcome.TimedOut(Outcome.TimedOut.Limit.MAX),
                        new Outcome.TimedOut(Outcome.TimedOut.Limit.IDLE))))
                .hasToString(
                        "8 targets: 1 exited 9, 1 exited 10, 1 signalled ABRT, 1 signalled KILL, 2 timed_out, 2 lost");
    }

    @Test
    void oneIsNoPlural() {
        assertThat(Tally.of(List.of(new Outcome.Returned(5L)))).hasToString("1 target: 1 returned");
        assertThat(Tally.of(List.of())).hasToString("0 targets");
    }

    @Test
    void theCountsAddUp() {
        Tally tally = Tally.of(List.of(new Outcome.Exited(0), new Outcome.NotRun("x"), new Outcome.Exited(0)));

        assertThat(tally.targets()).isEqualTo(3);
        assertThat(tally.counts()).containsExactly(new Tally.Count("exited 0", 2), new Tally.Count("not_run", 1));
    }
}

package dev.labhand.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.Outcome;
import dev.labhand.controller.inventory.Address;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.run.RunResult;
import dev.labhand.controller.run.RunResult.Stop;
import dev.labhand.controller.run.TargetResult;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExitCodeTest {

    private static final Outcome OK = new Outcome.Exited(0);
    private static final Outcome RETURNED = new Outcome.Returned(null);
    private static final Outcome TIMED_OUT = new Outcome.TimedOut(Outcome.TimedOut.Limit.MAX);
    private static final Outcome OUTPUT_LIMIT = new Outcome.OutputLimit("");
    private static final Outcome CANCELLED = new Outcome.Cancelled("");
    private static final Outcome UNREACHABLE = new Outcome.Unreachable("");
    private static final Outcome AUTH_FAILED = new Outcome.AuthFailed("");
    private static final Outcome HOST_KEY = new Outcome.HostKeyRejected("");
    private static final Outcome EXITED_1 = new Outcome.Exited(1);
    private static final Outcome SIGNALLED = new Outcome.Signalled("KILL");
    private static final Outcome FAILED = new Outcome.Failed(Failure.internal(""));
    private static final Outcome REJECTED = new Outcome.Rejected("");
    private static final Outcome LOST = new Outcome.Lost("");

    static Stream<Arguments> eachOutcome() {
        return Stream.of(
                Arguments.of(OK, 0),
                Arguments.of(RETURNED, 0),
                Arguments.of(TIMED_OUT, 3),
                Arguments.of(OUTPUT_LIMIT, 3),
                Arguments.of(CANCELLED, 3),
                Arguments.of(UNREACHABLE, 4),
                Arguments.of(AUTH_FAILED, 4),
                Arguments.of(HOST_KEY, 4),
                Arguments.of(EXITED_1, 5),
                Arguments.of(SIGNALLED, 5),
                Arguments.of(FAILED, 5),
                Arguments.of(REJECTED, 5),
                Arguments.of(LOST, 8));
    }

    @ParameterizedTest
    @MethodSource("eachOutcome")
    void oneTargetAmongGoodOnesDecides(Outcome outcome, int code) {
        assertThat(code(OK, outcome, RETURNED)).isEqualTo(code);
    }

    @Test
    void whereSeveralApplyTheGravestWins() {
        assertThat(code(LOST, UNREACHABLE, TIMED_OUT, EXITED_1)).isEqualTo(8);
        assertThat(code(UNREACHABLE, TIMED_OUT, EXITED_1)).isEqualTo(4);
        assertThat(code(TIMED_OUT, EXITED_1)).isEqualTo(3);
    }

    @Test
    void aRunStoppedByItsFirstFailureIsSixUnlessSomethingIsLost() {
        assertThat(code(Optional.of(Stop.FAILURE), UNREACHABLE, CANCELLED, new Outcome.NotRun("")))
                .isEqualTo(6);
        assertThat(code(Optional.of(Stop.FAILURE), LOST, EXITED_1)).isEqualTo(8);
    }

    @Test
    void anErrorOfOurOwnIsGraverThanAnyOutcome() {
        RunResult result = new RunResult(results(LOST), Optional.empty(), List.of(new IllegalStateException()));

        assertThat(ExitCode.of(result, OptionalInt.empty(), false)).isEqualTo(1);
        assertThat(ExitCode.of(result, OptionalInt.empty(), true)).isEqualTo(1);
    }

    @Test
    void ctrlCIs130WhateverElse() {
        RunResult result = new RunResult(results(LOST), Optional.of(Stop.CANCELLED), List.of());

        assertThat(ExitCode.of(result, OptionalInt.of(2), false)).isEqualTo(130);
        assertThat(ExitCode.of(result, OptionalInt.of(2), true)).isEqualTo(130);
    }

    @Test
    void theLargestRemoteCodeIsReturnedOnDemand() {
        assertThat(largest(OK, RETURNED)).isZero();
        assertThat(largest(OK, new Outcome.Exited(3), new Outcome.Exited(2))).isEqualTo(3);
        assertThat(largest(SIGNALLED, new Outcome.Exited(3))).isEqualTo(137);
        assertThat(largest(new Outcome.Signalled("RTMIN+3"))).isEqualTo(255);
        assertThat(largest(new Outcome.Signalled(""))).isEqualTo(255);
        assertThat(largest(SIGNALLED, UNREACHABLE)).isEqualTo(255);
        assertThat(largest(FAILED)).isEqualTo(255);
    }

    private static int code(Outcome... outcomes) {
        return code(Optional.empty(), outcomes);
    }

    private static int code(Optional<Stop> stop, Outcome... outcomes) {
        return ExitCode.of(new RunResult(results(outcomes), stop, List.of()), OptionalInt.empty(), false);
    }

    private static int largest(Outcome... outcomes) {
        return ExitCode.of(new RunResult(results(outcomes), Optional.empty(), List.of()), OptionalInt.empty(), true);
    }

    private static List<TargetResult> results(Outcome... outcomes) {
        Node node = new Node("n", new Address.Agent(URI.create("http://n:7080")));
        return Stream.of(outcomes)
                .map(outcome -> new TargetResult(node, outcome, Optional.empty(), Duration.ZERO))
                .toList();
    }
}

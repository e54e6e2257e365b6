package dev.labhand.controller.cli;

import dev.labhand.api.Outcome;
import dev.labhand.controller.run.RunResult;
import dev.labhand.controller.run.RunResult.Stop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What a command returns to the shell. */
final class ExitCode {

    static final int SUCCESS = 0;
    static final int INTERNAL_ERROR = 1;
    static final int USAGE = 2;
    static final int STOPPED = 3;
    static final int NOT_REACHED = 4;
    static final int FAILED = 5;
    static final int FAIL_FAST = 6;
    static final int NO_TARGETS = 7;
    static final int LOST = 8;

    /** What the shell says of a program whose reader went away: 128 and SIGPIPE. */
    static final int BROKEN_PIPE = 141;

    /** What {@code -S} returns for a target whose end is no exit. */
    private static final int NO_EXIT = 255;

    /** The lower numbers of Linux; what is not here is rarely seen as an end. */
    private static final Map<String, Integer> SIGNALS = Map.ofEntries(
            Map.entry("HUP", 1),
            Map.entry("INT", 2),
            Map.entry("QUIT", 3),
            Map.entry("ILL", 4),
            Map.entry("TRAP", 5),
            Map.entry("ABRT", 6),
            Map.entry("BUS", 7),
            Map.entry("FPE", 8),
            Map.entry("KILL", 9),
            Map.entry("USR1", 10),
            Map.entry("SEGV", 11),
            Map.entry("USR2", 12),
            Map.entry("PIPE", 13),
            Map.entry("ALRM", 14),
            Map.entry("TERM", 15),
            Map.entry("STKFLT", 16),
            Map.entry("CHLD", 17),
            Map.entry("CONT", 18),
            Map.entry("STOP", 19),
            Map.entry("TSTP", 20),
            Map.entry("TTIN", 21),
            Map.entry("TTOU", 22),
            Map.entry("URG", 23),
            Map.entry("XCPU", 24),
            Map.entry("XFSZ", 25),
            Map.entry("VTALRM", 26),
            Map.entry("PROF", 27),
            Map.entry("WINCH", 28),
            Map.entry("IO", 29),
            Map.entry("PWR", 30),
            Map.entry("SYS", 31));

    private ExitCode() {}

    /**
     * The code of a run.
     *
     * @param signal the number of the signal that asked for the stop, if one did
     * @param largestRemote whether the largest code of the targets is wanted ({@code -S})
     */
    static int of(RunResult result, OptionalInt signal, boolean largestRemote) {
        if (signal.isPresent()) {
            return 128 + signal.getAsInt();
        }
        if (!result.faults().isEmpty()) {
            return INTERNAL_ERROR;
        }
        return largestRemote ? largest(result.outcomes()) : worst(result);
    }

    private static int worst(RunResult result) {
        boolean failFast = result.stopped().equals(Optional.of(Stop.FAILURE));
        List<Integer> codes = Stream.concat(
                        result.outcomes().stream().map(ExitCode::of), Stream.of(failFast ? FAIL_FAST : SUCCESS))
                .toList();
        return Stream.of(LOST, FAIL_FAST, NOT_REACHED, STOPPED, FAILED)
                .filter(codes::contains)
                .findFirst()
                .orElse(SUCCESS);
    }

    private static int of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exited(int code) -> code == 0 ? SUCCESS : FAILED;
            // One that runs on was only asked for what it has written.
            case Outcome.Returned _, Outcome.Running _ -> SUCCESS;
            case Outcome.Signalled _, Outcome.Failed _, Outcome.Rejected _ -> FAILED;
            case Outcome.TimedOut _, Outcome.OutputLimit _, Outcome.Cancelled _, Outcome.NotRun _ -> STOPPED;
            case Outcome.Unreachable _, Outcome.AuthFailed _, Outcome.HostKeyRejected _ -> NOT_REACHED;
            case Outcome.Lost _ -> LOST;
        };
    }

    private static int largest(List<Outcome> outcomes) {
        return outcomes.stream().mapToInt(ExitCode::remote).max().orElse(SUCCESS);
    }

    private static int remote(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exited(int code) -> code;
            case Outcome.Returned _, Outcome.Running _ -> SUCCESS;
            case Outcome.Signalled(String name) ->
                Optional.ofNullable(SIGNALS.get(name)).map(n -> 128 + n).orElse(NO_EXIT);
            default -> NO_EXIT;
        };
    }
}

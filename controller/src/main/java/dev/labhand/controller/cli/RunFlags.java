package dev.labhand.controller.cli;

import dev.labhand.controller.run.RunOptions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the run is carried out. */
final class RunFlags {

    @Option(
            names = {"-f", "--fanout"},
            paramLabel = "N",
            description = "How many machines at once (LABHAND_FANOUT; 64).")
    @Nullable
    Integer fanout;

    @Option(
            names = {"-u", "--command-timeout"},
            paramLabel = "SECONDS",
            converter = ConnectionOptions.SecondsConverter.class,
            description = "Seconds the work on a machine may take; 0, the default, is no limit.")
    @Nullable
    Duration commandTimeout;

    @Option(names = "-k", description = "Stop everything at the first failure.")
    boolean failFast;

    RunOptions options(int defaultFanout) {
        return new RunOptions(fanout == null ? defaultFanout : fanout, failFast);
    }

    /** As for clush, 0 is no limit. */
    Optional<Duration> timeout() {
        return Optional.ofNullable(commandTimeout).filter(Duration::isPositive);
    }
}

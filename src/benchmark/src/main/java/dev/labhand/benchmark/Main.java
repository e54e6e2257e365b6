package dev.labhand.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the suites and prints one table. {@code src/benchmark/run} builds and starts it. */
@Command(
        name = "src/benchmark/run",
        description = "Measures Labhand side by side with its peers and prints a table of ratios.",
        mixinStandardHelpOptions = true)
final class Main implements Callable<Integer> {

    /** What can be measured. */
    private enum Suite {
        RPC,
        SSH,
        JOURNAL,
        STREAM,
        SFTP,
        FANOUT,
        MEMORY,
        ROBOT,
        ALL
    }

    @Parameters(
            arity = "0..1",
            defaultValue = "all",
            paramLabel = "SUITE",
            description = "rpc, ssh, journal, stream, sftp, fanout, memory, robot or all (the default)")
    private Suite suite = Suite.ALL;

    @Option(
            names = "--seconds",
            defaultValue = "2",
            paramLabel = "N",
            description = "length of one round of one contestant: 1 to 60, by default 2")
    private int seconds;

    @Option(
            names = "--rounds",
            defaultValue = "7",
            paramLabel = "N",
            description = "rounds of each contestant: 3 to 100, by default 7")
    private int rounds;

    @Option(
            names = "--mib",
            defaultValue = "1024",
            paramLabel = "N",
            description = "MiB of what is streamed and uploaded in one round: 16 to 1024, by default 1024")
    private int mebibytes;

    @Option(names = "--home", required = true, hidden = true, description = "the folder src/benchmark")
    private Path home = Path.of("");

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    System.err.println("benchmark: " + (e instanceof IOException ? e.getMessage() : e));
                    return 1;
                })
                .execute(args));
    }

    /** Exit code 0 if every target was met, 1 if one was missed or something failed, 2 if the usage was wrong. */
    @Override
    public Integer call() throws Exception {
        if (seconds < 1 || seconds > 60 || rounds < 3 || rounds > 100 || mebibytes < 16 || mebibytes > 1024) {
            System.err.println("--seconds takes 1 to 60, --rounds 3 to 100, --mib 16 to 1024");
            return 2;
        }
        Pace pace = new Pace(rounds, seconds, mebibytes);
        List<Row> rows = new ArrayList<>();
        for (Suite each : suite == Suite.ALL ? EnumSet.complementOf(EnumSet.of(Suite.ALL)) : EnumSet.of(suite)) {
            System.err.printf("== %s%n", each.name().toLowerCase(Locale.ROOT));
            try (Workshop workshop = Workshop.open(home)) {
                rows.addAll(
                        switch (each) {
                            case RPC -> new RpcSuite(workshop, pace).run();
                            case SSH -> new SshSuite(workshop, pace).run();
                            case JOURNAL -> new JournalSuite(workshop, pace).run();
                            case STREAM -> new StreamSuite(workshop, pace).run();
                            case SFTP -> new SftpSuite(workshop, pace).run();
                            case FANOUT -> new FanoutSuite(workshop, pace).run();
                            case MEMORY -> new MemorySuite(workshop).run();
                            case ROBOT -> new RobotSuite(workshop, pace).run();
                            case ALL -> throw new AssertionError(each);
                        });
            }
        }
        String table = Table.markdown(rows);
        Path file = Files.createDirectories(home.resolve("target")).resolve("benchmark.md");
        Files.writeString(file, table);
        System.out.print(table);
        System.err.println("also in " + file);
        return rows.stream().allMatch(Row::targetMet) ? 0 : 1;
    }
}

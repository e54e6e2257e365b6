package dev.labhand.e2e.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Robot Framework that runs in processes of its own.
 *
 * @param robot the command that runs suites
 * @param libdoc the command that documents libraries
 */
public record RobotFramework(String version, List<String> robot, List<String> libdoc) {

    /** Version 4.1.2, the last that runs on the JVM: a dependency of the tests. */
    public static RobotFramework onTheJvm() {
        String jar = System.getProperty("labhand.robot");
        if (jar == null) {
            throw new IllegalStateException("no system property labhand.robot: run these tests with ./mvnw verify");
        }
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Dpython.cachedir.skip=true",
                "-jar",
                jar);
        return new RobotFramework("4.1.2", java, with(java, "libdoc"));
    }

    /** Version 7, if this machine has one. */
    public static Optional<RobotFramework> current() {
        String named = System.getenv("LABHAND_ROBOT");
        Stream<Path> places = named != null && !named.isEmpty()
                ? Stream.of(Path.of(named))
                : Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, "robot"));
        return places.filter(Files::isExecutable)
                .findFirst()
                .filter(robot -> RunningProcess.run(robot.toString(), "--version")
                        .stdout()
                        .startsWith("Robot Framework 7."))
                .map(robot -> new RobotFramework(
                        "7",
                        List.of(robot.toString()),
                        List.of(robot.resolveSibling("libdoc").toString())));
    }

    /** The Python that this Robot Framework is installed in. */
    public String python() {
        Path sibling = Path.of(robot.getFirst()).resolveSibling("python3");
        return Files.isExecutable(sibling) ? sibling.toString() : "python3";
    }

    /** Starts suites on an agent; what comes of them is written to a folder. */
    public RunningProcess start(String agent, Path folder, Path... suites) {
        List<String> command = new ArrayList<>(robot);
        command.addAll(List.of("--variable", "AGENT:" + agent, "--loglevel", "TRACE", "--console", "dotted"));
        command.addAll(List.of("--outputdir", folder.toString(), "--log", "NONE", "--report", "NONE"));
        Stream.of(suites).forEach(suite -> command.add(suite.toString()));
        RunningProcess process = RunningProcess.start(new ProcessBuilder(command));
        process.closeStdin();
        return process;
    }

    /** Runs suites on an agent to their end. */
    public RobotOutput run(String agent, Path folder, Path... suites) {
        try (RunningProcess process = start(agent, folder, suites)) {
            return RobotOutput.of(process.await(), folder);
        }
    }

    /** Whether SSHLibrary is installed beside it. */
    public boolean hasSshLibrary() {
        return RunningProcess.run(python(), "-c", "import SSHLibrary").exit() == 0;
    }

    /** Whether pabot is installed beside it. */
    public boolean hasPabot() {
        return Files.isExecutable(pabot());
    }

    /** Runs suites on an agent with pabot, each in a process of its own, all at once; gives what came of each. */
    public List<RobotOutput> runInParallel(String agent, Path folder, List<Path> suites) {
        List<String> command = new ArrayList<>(List.of(pabot().toString(), "--no-pabotlib"));
        command.addAll(List.of("--processes", String.valueOf(suites.size())));
        command.addAll(List.of("--variable", "AGENT:" + agent, "--outputdir", folder.toString()));
        suites.forEach(suite -> command.add(suite.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(suites.getFirst().resolveSibling(".").toFile()); // it leaves a file where it runs
        builder.environment().merge("PATH", pabot().resolveSibling(".").toString(), (path, bin) -> bin + ":" + path);
        try (RunningProcess process = RunningProcess.start(builder)) {
            process.closeStdin();
            Finished finished = process.await();
            return IntStream.range(0, suites.size())
                    .mapToObj(i -> RobotOutput.of(finished, folder.resolve("pabot_results/" + i)))
                    .toList();
        }
    }

    private Path pabot() {
        return Path.of(robot.getFirst()).resolveSibling("pabot");
    }

    /** Has Libdoc show what it knows of the library at an address. */
    public Finished libdoc(String address, String command) {
        return RunningProcess.run(with(libdoc, "Remote::" + address, command).toArray(String[]::new));
    }

    private static List<String> with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toList();
    }

    @Override
    public String toString() {
        return "Robot Framework " + version;
    }
}

package dev.labhand.e2e.support;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An agent in a process of its own, on a free loopback port, with a data directory of its own. */
public final class AgentProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("labhand agent (\\S+) ready on (https?://\\S+)\\R");

    private final RunningProcess process;
    private final TemporaryFolder data;
    private final String name;
    private final URI url;

    private AgentProcess(RunningProcess process, TemporaryFolder data, MatchResult ready) {
        this.process = process;
        this.data = data;
        this.name = ready.group(1);
        this.url = URI.create(ready.group(2));
    }

    /** Starts an agent of this build and waits until it is ready. */
    public static AgentProcess start(String... flags) {
        return start(Labhand.distribution().resolve("bin/labhand"), flags);
    }

    /** Starts an agent of another installation and waits until it is ready. */
    public static AgentProcess start(Path launcher, String... flags) {
        return start(launcher, Map.of(), flags);
    }

    /** Starts an agent of this build with further options of the JVM and waits until it is ready. */
    public static AgentProcess startWithJavaOptions(String options, String... flags) {
        return start(Labhand.distribution().resolve("bin/labhand"), Map.of("LABHAND_JAVA_OPTS", options), flags);
    }

    private static AgentProcess start(Path launcher, Map<String, String> variables, String... flags) {
        TemporaryFolder data = TemporaryFolder.create("agent");
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "agent",
                                "--port",
                                "0",
                                "--data-dir",
                                data.path().toString()),
                        Stream.of(flags))
                .toList();
        Labhand labhand = Labhand.at(launcher, arguments.toArray(String[]::new));
        variables.forEach(labhand::env);
        RunningProcess process = labhand.start();
        try {
            process.closeStdin();
            return new AgentProcess(process, data, process.awaitStdout(READY));
        } catch (AssertionError e) {
            process.close();
            data.close();
            throw e;
        }
    }

    /** Its name, as the ready line has it. */
    public String name() {
        return name;
    }

    /** Where it listens, as the ready line has it. */
    public URI url() {
        return url;
    }

    /** The port it listens on. */
    public int port() {
        return url.getPort();
    }

    /** Its data directory. */
    public Path dataDirectory() {
        return data.path();
    }

    /** Its process id. */
    public long pid() {
        return process.handle().pid();
    }

    /** What it has logged so far. */
    public String log() {
        return process.stderr();
    }

    /** Waits until the log contains a match. */
    public MatchResult awaitLog(Pattern pattern) {
        return process.awaitStderr(pattern);
    }

    /** Asks it to end, with TERM, and waits until it has. */
    public Finished terminate() {
        process.signal("TERM");
        return process.await();
    }

    /** Ends it as a crash would, with KILL; what its commands started lives on. */
    public void kill() {
        process.signal("KILL");
        process.await();
    }

    @Override
    public void close() {
        process.close();
        data.close();
    }
}

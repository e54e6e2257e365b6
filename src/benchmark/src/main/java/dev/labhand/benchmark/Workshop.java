package dev.labhand.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A temporary folder, and the processes that a suite starts: both are gone when it closes, however the run ends. */
final class Workshop implements AutoCloseable {

    private final Path home;
    private final Path folder;
    private final List<Path> more = new ArrayList<>();
    private final Deque<Service> services = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::cleanUp);

    private Workshop(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Opens one.
     *
     * @param home the folder {@code src/benchmark}, built by its script {@code run}
     */
    static Workshop open(Path home) throws IOException {
        return new Workshop(home.toAbsolutePath(), Files.createTempDirectory("labhand-benchmark"));
    }

    /** The temporary folder. */
    Path folder() {
        return folder;
    }

    /** A new folder in memory where the machine has such, so that no disk is measured. */
    synchronized Path memory() throws IOException {
        Path shared = Path.of("/dev/shm");
        Path made = Files.isWritable(shared)
                ? Files.createTempDirectory(shared, "labhand-benchmark")
                : Files.createTempDirectory(folder, "files");
        more.add(made);
        return made;
    }

    /** A file that belongs to a peer. */
    Path peer(String name) {
        return home.resolve("peers").resolve(name);
    }

    /** The distribution's launcher. */
    Path launcher() {
        return home.resolve("../app/target/labhand/bin/labhand").normalize();
    }

    /** A class path with Labhand as it is distributed, and this module. */
    String classPath() {
        return home.resolve("target/classes") + ":"
                + launcher().resolveSibling("../lib").normalize() + "/*";
    }

    /** The jars of jrobotremoteserver and what it needs. */
    String jrobotremoteserver() {
        return home.resolve("target/peers/jrobotremoteserver") + "/*";
    }

    /** The Python of the virtual environment with Robot Framework 7 and robotremoteserver. */
    String robotPython() {
        return home.resolve("target/peers/robot/bin/python3").toString();
    }

    /** A new keywords folder with these of {@code peers/plugins}, which nobody else can write to. */
    Path plugins(String name, String... files) throws IOException {
        var mine = PosixFilePermissions.fromString("rwx------");
        Path keywords = Files.createDirectory(folder.resolve(name), PosixFilePermissions.asFileAttribute(mine));
        for (String file : files) {
            Path copy = Files.copy(peer("plugins").resolve(file), keywords.resolve(file));
            Files.setPosixFilePermissions(copy, mine);
        }
        return keywords;
    }

    /** The Python that has the peers' modules: the script {@code run} looked for it. */
    String python() {
        return Optional.ofNullable(System.getenv("BENCHMARK_PYTHON")).orElse("/usr/bin/python3");
    }

    /** The java of the JVM that runs this. */
    String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts a process that prints {@code ready … PORT} when it is. */
    Service start(String name, List<String> command, Map<String, String> environment) throws Exception {
        Service service = launch(name, command, environment);
        service.awaitReadyLine();
        return service;
    }

    /** Starts a process that listens on this port when it is ready. */
    Service startOn(int port, String name, List<String> command) throws Exception {
        Service service = launch(name, command, Map.of());
        service.awaitListening(port);
        return service;
    }

    /** An agent that reaches an OpenSSH server and keeps its jobs in memory. */
    Service agent(String name, Sshd sshd) throws Exception {
        return agent(
                name,
                Map.of(),
                "--identity",
                sshd.identity().toString(),
                "--known-hosts",
                sshd.knownHosts().toString(),
                "--data-dir",
                memory().resolve("data").toString());
    }

    /** An agent as everybody starts it: the distribution's launcher, its default flags, its logging on. */
    Service agent(String name, Map<String, String> environment, String... flags) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher().toString(), "agent", "--port", "0"));
        command.addAll(List.of("--data-dir", folder.resolve(name + ".data").toString()));
        command.addAll(List.of(flags));
        return start(name, command, environment);
    }

    /** How to start a class of this module with the JVM flags of a running agent; {@code more} flags come after those. */
    List<String> likeAgent(Service agent, Class<?> main, String... more) throws IOException {
        List<String> line = agent.commandLine();
        List<String> command = new ArrayList<>(line.subList(0, line.indexOf("-jar")));
        command.addAll(List.of(more));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath(), main.getName()));
        return command;
    }

    /** A port of the loopback address that was free a moment ago, for servers that cannot choose one themselves. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private synchronized Service launch(String name, List<String> command, Map<String, String> environment)
            throws IOException {
        Service service = Service.launch(name, command, environment, folder);
        services.push(service);
        return service;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        cleanUp();
    }

    private synchronized void cleanUp() {
        services.forEach(Service::stop);
        services.clear();
        more.stream().filter(Files::exists).forEach(Workshop::remove);
        remove(folder);
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}

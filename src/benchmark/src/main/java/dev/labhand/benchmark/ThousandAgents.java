package dev.labhand.benchmark;

import dev.labhand.agent.Additions;
import dev.labhand.agent.Agent;
import dev.labhand.agent.AgentConfig;
import dev.labhand.agent.http.HttpSettings;
import dev.labhand.agent.http.SharedThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Many whole agents in one process, on ports in a row. They share threads, and are else as separate as on many machines. */
final class ThousandAgents {

    private static final int LOWEST_PORT = 20_000;
    /** Below the ports that Linux hands out by itself. */
    private static final int HIGHEST_PORT = 32_000;

    private ThousandAgents() {}

    /** Starts the process; the service's port is the first of the row. */
    static Service start(Workshop workshop, int agents) throws Exception {
        int first = freePorts(agents);
        List<String> command = List.of(
                workshop.java(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                workshop.classPath(),
                ThousandAgents.class.getName(),
                workshop.folder().resolve("agents.data").toString(),
                Integer.toString(first),
                Integer.toString(agents));
        return workshop.start("agents", command, Map.of());
    }

    /** Takes a folder, the first port and how many. */
    public static void main(String[] args) throws Exception {
        FixedServer.quiet();
        Path folder = Path.of(args[0]);
        int first = Integer.parseInt(args[1]);
        int count = Integer.parseInt(args[2]);
        Additions shared = new Additions(Optional.of(SharedThreads.start(count)), List.of(), Additions.NONE.routes());
        List<Agent> agents = new ArrayList<>();
        for (int port = first; port < first + count; port++) {
            HttpSettings http = HttpSettings.DEFAULTS.at("127.0.0.1", port);
            agents.add(Agent.start(AgentConfig.of("agent-" + port, folder.resolve("" + port), http), shared));
        }
        System.out.println(agents.size() + " agents ready from port " + first);
        Thread.currentThread().join();
    }

    /** The first of so many ports in a row that were free a moment ago. */
    private static int freePorts(int count) throws IOException {
        int first = LOWEST_PORT;
        for (int port = first; port <= HIGHEST_PORT; port++) {
            if (!isFree(port)) {
                first = port + 1;
            } else if (port - first + 1 == count) {
                return first;
            }
        }
        throw new IOException("no " + count + " free ports in a row from " + LOWEST_PORT + " to " + HIGHEST_PORT);
    }

    private static boolean isFree(int port) {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

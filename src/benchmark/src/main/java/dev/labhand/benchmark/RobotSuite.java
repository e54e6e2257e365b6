package dev.labhand.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Robot Framework's remote protocol, beside the remote servers for Python and Java; and what plugins cost. */
final class RobotSuite {

    private static final String LABHAND = "labhand";
    private static final String PYPI = "robotremoteserver 1.1.1";
    private static final String BUILT_IN = "built-in keyword";
    private static final String PLUGIN = "persistent plugin in Python";
    private static final int CONNECTIONS = 16;

    private final Workshop workshop;
    private final Pace pace;

    RobotSuite(Workshop workshop, Pace pace) {
        this.workshop = workshop;
        this.pace = pace;
    }

    List<Row> run() throws Exception {
        String folder =
                workshop.plugins("keywords", "persistent.py", "thousand.py").toString();
        int port = workshop.agent("agent", Map.of(), "--keywords", folder).port();
        List<Row> rows = new ArrayList<>(calls(port));
        rows.add(imports(port));
        rows.add(plugin(port));
        rows.addAll(new OneShots(workshop).run());
        return rows;
    }

    private List<Row> calls(int port) throws Exception {
        List<RpcPeer> peers = List.of(
                RpcPeer.robot(LABHAND, port, "/robot/Arithmetic"),
                RpcPeer.robot(PYPI, robotremoteserver("Calculator"), "/RPC2"),
                JRobotRemoteServer.start(workshop));
        String kept = "run_keyword add, 16 keep-alive connections";
        String fresh = "run_keyword add, a new connection for each call, 16 at once";
        Standings onKept = new RpcContest(kept, peers, CONNECTIONS, false).run(workshop, pace);
        Standings onFresh = new RpcContest(fresh, peers, CONNECTIONS, true).run(workshop, pace);
        return List.of(
                ratio(kept, PYPI, onKept).atLeast(10),
                ratio(kept, JRobotRemoteServer.NAME, onKept).atLeast(3),
                ratio(fresh, PYPI, onFresh).atLeast(4),
                ratio(fresh, JRobotRemoteServer.NAME, onFresh));
    }

    private Row imports(int port) throws Exception {
        String title = "Robot Framework 7 imports 1,000 keywords";
        Standings standings = new Contest(title)
                .with(LABHAND, importer("import-labhand", port, "/robot/Thousand"))
                .with(PYPI, importer("import-robotremoteserver", robotremoteserver("Thousand"), "/"))
                .run(pace);
        return ratio(title, PYPI, standings).atLeast(10);
    }

    /** By one caller alone, so that the time between two answers is the time that a call takes. */
    private Row plugin(int port) throws Exception {
        List<RpcPeer> peers = List.of(
                RpcPeer.robot(BUILT_IN, port, "/robot/Arithmetic"), RpcPeer.robot(PLUGIN, port, "/robot/Persistent"));
        Standings standings = new RpcContest("run_keyword add, 1 connection", peers, 1, false).run(workshop, pace);
        Figure millis =
                standings.of(PLUGIN).withEach(standings.of(BUILT_IN), (slow, fast) -> 1_000 / slow - 1_000 / fast);
        return Row.absolute("a call of a persistent plugin in Python, beyond that of a built-in", millis, "%.3f ms")
                .under(1);
    }

    private Contest.Contestant importer(String name, int port, String path) throws Exception {
        List<String> command = List.of(
                workshop.robotPython(), workshop.peer("robot_import.py").toString(), "http://127.0.0.1:" + port + path);
        return new LineLoad(workshop.start(name, command, Map.of()), 1);
    }

    private int robotremoteserver(String library) throws Exception {
        List<String> command = List.of(
                workshop.robotPython(),
                workshop.peer("robotremoteserver_libraries.py").toString(),
                library);
        return workshop.start("robotremoteserver-" + library, command, Map.of()).port();
    }

    private static Row ratio(String what, String peer, Standings standings) {
        return Row.ratio(what, peer, standings.of(LABHAND), standings.of(peer));
    }
}

package dev.labhand.benchmark;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls of {@code add} over HTTP, on connections that stay and with a new connection for each call. */
final class RpcSuite {

    private static final String LABHAND = "labhand";
    private static final String FIXED = "the same server, fixed answer";
    private static final String NGINX = "nginx, fixed answer";
    private static final String QUIET_NGINX = "nginx, fixed answer, access log off";
    private static final String TWISTED = "twisted.web.xmlrpc";
    private static final String PYTHON = "Python xmlrpc.server";
    private static final String FLASK = "Flask";
    private static final int CONNECTIONS = 16;

    private final Workshop workshop;
    private final Pace pace;

    RpcSuite(Workshop workshop, Pace pace) {
        this.workshop = workshop;
        this.pace = pace;
    }

    List<Row> run() throws Exception {
        Service labhand = workshop.agent("agent", Map.of());
        Service fixed = FixedServer.start(workshop, labhand);
        List<RpcPeer> xml = List.of(
                RpcPeer.xml(LABHAND, labhand.port(), "/RPC2"),
                RpcPeer.xml(FIXED, fixed.port(), FixedServer.XML_PATH),
                RpcPeer.xml(NGINX, nginx(true), "/RPC2"),
                RpcPeer.xml(QUIET_NGINX, nginx(false), "/RPC2"),
                RpcPeer.xml(TWISTED, python("twisted_xmlrpc.py"), "/"),
                JRobotRemoteServer.start(workshop),
                RpcPeer.xml(PYTHON, python("python_xmlrpc.py"), "/RPC2"));
        List<RpcPeer> json = List.of(
                RpcPeer.json(LABHAND, labhand.port(), "/rpc"),
                RpcPeer.json(FIXED, fixed.port(), FixedServer.JSON_PATH),
                RpcPeer.json(FLASK, python("flask_jsonrpc.py"), "/rpc"));

        List<Row> rows = new ArrayList<>();
        for (boolean newConnections : new boolean[] {false, true}) {
            String connections =
                    newConnections ? "a new connection for each call, 16 at once" : "16 keep-alive connections";
            rows.addAll(compare("XML-RPC add, " + connections, xml, newConnections));
            rows.addAll(compare("JSON-RPC add, " + connections, json, newConnections));
        }
        return rows;
    }

    private List<Row> compare(String title, List<RpcPeer> peers, boolean newConnections) throws Exception {
        Standings standings = new RpcContest(title, peers, CONNECTIONS, newConnections).run(workshop, pace);
        return standings.others(LABHAND).stream()
                .map(peer -> {
                    Row row = Row.ratio(title, peer, standings.of(LABHAND), standings.of(peer));
                    return newConnections ? row : withTarget(row);
                })
                .toList();
    }

    private static Row withTarget(Row row) {
        return switch (row.against()) {
            case FIXED -> row.atLeast(0.85);
            case TWISTED -> row.atLeast(8);
            case JRobotRemoteServer.NAME -> row.atLeast(4);
            case FLASK -> row.atLeast(15);
            default -> row;
        };
    }

    private int python(String script) throws Exception {
        return workshop.start(
                        script, List.of(workshop.python(), workshop.peer(script).toString()), Map.of())
                .port();
    }

    /** Debian's nginx as it comes logs each call; so does Labhand. */
    private int nginx(boolean accessLog) throws Exception {
        int port = Workshop.freePort();
        Path folder = Files.createDirectory(workshop.folder().resolve("nginx-" + port));
        String configuration = Files.readString(workshop.peer("nginx.conf"))
                .replace("@FOLDER@", folder.toString())
                .replace("@LOG@", accessLog ? folder.resolve("access.log").toString() : "off")
                .replace("@PORT@", Integer.toString(port))
                .replace("@ANSWER@", new String(Answers.xml(), StandardCharsets.UTF_8));
        Path file = Files.writeString(folder.resolve("nginx.conf"), configuration);
        List<String> command =
                List.of("/usr/sbin/nginx", "-e", "stderr", "-p", folder.toString(), "-c", file.toString());
        return workshop.startOn(port, "nginx-" + port, command).port();
    }
}

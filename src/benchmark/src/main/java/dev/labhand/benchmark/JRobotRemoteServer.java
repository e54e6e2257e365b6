package dev.labhand.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Robot Framework's remote server for Java, with the keyword {@code add}. */
final class JRobotRemoteServer {

    static final String NAME = "jrobotremoteserver 4.1.1";

    private JRobotRemoteServer() {}

    static RpcPeer start(Workshop workshop) throws Exception {
        Path source = workshop.peer("jrobotremoteserver/Peer.java");
        List<String> command =
                List.of(workshop.java(), "-XX:+UseSerialGC", "-cp", workshop.jrobotremoteserver(), source.toString());
        return RpcPeer.robot(
                NAME, workshop.start("jrobotremoteserver", command, Map.of()).port(), "/");
    }
}

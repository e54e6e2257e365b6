package dev.labhand.agent.sshlibrary;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Tunnels through a connection, and a log of what happens on connections. */
final class TunnelKeywords {

    private static final String LOOPBACK = "127.0.0.1";

    private final Clients clients;

    TunnelKeywords(Clients clients) {
        this.clients = clients;
    }

    @Keyword(
            value = "create_local_ssh_tunnel",
            doc =
                    "Listens on a port of the agent's machine; what connects to it is carried over the connection, until that"
                            + " is closed.",
            returns = "The port, which 0 as local_port leaves to the machine.",
            tags = Doc.TAG)
    public int tunnel(
            @Arg(value = "The port on the agent's machine, or 0 for a free one.", name = "local_port") int localPort,
            @Arg(value = "A host that the remote machine reaches.", name = "remote_host") String remoteHost,
            @Arg(value = "The port there.", name = "remote_port", defaultValue = "22") int remotePort,
            @Arg(
                            value = "The address of the agent's machine to listen on: 127.0.0.1 by default.",
                            name = "bind_address")
                    Optional<String> bindAddress,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        String bind = bindAddress.orElse(LOOPBACK);
        return clients.call(connection, (chosen, all) -> {
            try {
                int port =
                        chosen.session().orElseThrow(Problem::notOpen).tunnel(bind, localPort, remoteHost, remotePort);
                String what = "Now forwarding port " + port + " to " + remoteHost + ":" + remotePort;
                log.write(all.level(), what + " ...");
                all.note(chosen, what);
                return port;
            } catch (IOException e) {
                throw KeywordException.failed(
                        "OSError: cannot listen on " + bind + ":" + localPort + ": " + e.getMessage());
            }
        });
    }

    @Keyword(
            value = "enable_ssh_logging",
            doc =
                    "Writes what happens on this client's connections to the end of a file on the agent's machine: logins,"
                            + " commands, ends. Nothing that is typed into a shell, and no password.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void enableLogging(@Arg("A path on the agent's machine.") String logfile, Log log)
            throws IOException, InterruptedException {
        Path file = LocalTree.path(logfile);
        clients.call(all -> {
            try {
                all.logTo(new SshLog(file));
            } catch (IOException e) {
                throw KeywordException.failed("OSError: the log file " + file + " cannot be written");
            }
            log.write(all.level(), "SSH log is written to " + file + ".");
            return true;
        });
    }
}

package dev.labhand.agent.sshlibrary;

import dev.labhand.agent.keyword.JavaKeywords;
import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.keyword.RegisteredKeyword;
import dev.labhand.ssh.SshSessions;
import dev.labhand.ssh.SshSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The library, and the connections of all its clients. */
public final class SshLibrary implements AutoCloseable {

    /** A client that calls nothing for so long has gone. */
    private static final Duration IDLE = Duration.ofHours(1);

    private static final String NAME = "SSHLibrary";
    private static final String DOC = "The keywords of Robot Framework's SSHLibrary, over the agent's own SSH: what the"
            + " agent's machine reaches is tested from there. Each client has connections of its own.";

    private final Clients clients;
    private final SshSessions plain;
    private final SshSessions configured;
    private final Library library;

    private SshLibrary(Clients clients, SshSessions plain, SshSessions configured) {
        this.clients = clients;
        this.plain = plain;
        this.configured = configured;
        List<RegisteredKeyword> keywords = Stream.of(
                        new ConnectionKeywords(clients),
                        new ConfigurationKeywords(clients),
                        new LoginKeywords(clients, plain, configured),
                        new CommandKeywords(clients),
                        new ShellKeywords(clients),
                        new FileKeywords(clients),
                        new CopyKeywords(clients),
                        new TunnelKeywords(clients))
                .flatMap(each -> JavaKeywords.of(each).stream())
                .toList();
        this.library = new Library(NAME, DOC, "", "", keywords, clients::imported);
    }

    /**
     * Makes the library; nothing is connected before somebody logs in.
     *
     * @throws IllegalArgumentException as {@link SshSessions#open}
     */
    public static SshLibrary open(SshSettings settings) {
        return open(settings, IDLE);
    }

    /** @param idle after so long without a call a client's connections are closed */
    static SshLibrary open(SshSettings settings, Duration idle) {
        return new SshLibrary(
                new Clients(idle), SshSessions.open(settings.withoutConfig()), SshSessions.open(settings));
    }

    /** Its keywords. */
    public Library library() {
        return library;
    }

    /** Stops what runs and closes all connections. */
    @Override
    public void close() {
        clients.close();
        plain.close();
        configured.close();
    }
}

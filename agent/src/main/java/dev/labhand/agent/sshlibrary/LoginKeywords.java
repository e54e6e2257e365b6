package dev.labhand.agent.sshlibrary;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.Log;
import dev.labhand.api.Outcome;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.SshLogin;
import dev.labhand.ssh.SshSession;
import dev.labhand.ssh.SshSessions;
import dev.labhand.ssh.SshSessions.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Connecting and logging in. */
final class LoginKeywords {

    private static final String USERNAME = "The account to log in as.";
    private static final String ALLOW_AGENT = "Whether the keys of the ssh-agent that this agent has are tried.";
    private static final String LOOK_FOR_KEYS = "Whether this agent's own keys are tried.";
    private static final String DELAY = "How long to read what the shell says first, if no prompt is set.";
    private static final String PROXY_CMD = "Not offered.";
    private static final String JUMP_HOST =
            "The index or alias of a connection that is logged in: the way is through its host.";
    private static final String READ_CONFIG =
            "Whether to follow the SSH configuration file of this agent, where the other arguments leave it a say.";
    private static final String KEEP_ALIVE = "Without effect: every connection asks a server that is silent.";
    private static final int USUAL_PORT = 22;
    private static final String GREETING = "What the shell said first.";

    private final Clients clients;
    private final SshSessions plain;
    private final SshSessions configured;

    /**
     * The keywords.
     *
     * @param plain makes connections that no configuration file has a say in
     * @param configured makes those that it has
     */
    LoginKeywords(Clients clients, SshSessions plain, SshSessions configured) {
        this.clients = clients;
        this.plain = plain;
        this.configured = configured;
    }

    /**
     * How to get to a host.
     *
     * @param jumpHost the index or alias of the connection to go through
     */
    private record Way(boolean readConfig, Optional<Object> jumpHost) {

        static Way of(Optional<String> proxyCmd, Object readConfig, Optional<Object> jumpHost) {
            if (proxyCmd.isPresent()) {
                throw Problem.notOffered("proxy_cmd");
            }
            return new Way(Truth.of(readConfig), jumpHost.filter(Truth::of));
        }

        Optional<SshSession> through(Connections all) {
            return jumpHost.map(indexOrAlias -> {
                SshConnection gate = all.get(Optional.of(indexOrAlias));
                return gate.session().orElseThrow(() -> Problem.noTransport(gate));
            });
        }

        SshEndpoint to(SshConnection chosen, Optional<String> user) {
            boolean leavesPort = readConfig && chosen.port == USUAL_PORT;
            return SshEndpoint.of(user, chosen.host, leavesPort ? OptionalInt.empty() : OptionalInt.of(chosen.port));
        }

        /** Whom to log in as. */
        String who(Optional<String> user) {
            if (user.isEmpty() && !readConfig) {
                throw KeywordException.failed("Username must be given: an agent does not guess whom to log in as.");
            }
            return user.orElse("whom the SSH configuration says");
        }
    }

    @Keyword(
            value = "login",
            doc = "Connects, logs in with a password and opens a shell. The host's key must be known, by the agent's"
                    + " policy.",
            returns = GREETING,
            tags = Doc.TAG)
    public String login(
            @Arg(USERNAME) Optional<String> username,
            @Arg("The account's password.") Optional<String> password,
            @Arg(value = ALLOW_AGENT, name = "allow_agent", defaultValue = "false") Object allowAgent,
            @Arg(value = LOOK_FOR_KEYS, name = "look_for_keys", defaultValue = "false") Object lookForKeys,
            @Arg(value = DELAY, defaultValue = "0.5") Duration delay,
            @Arg(value = PROXY_CMD, name = "proxy_cmd") Optional<String> proxyCmd,
            @Arg(value = READ_CONFIG, name = "read_config", defaultValue = "false") Object readConfig,
            @Arg(value = JUMP_HOST, name = "jumphost_index_or_alias") Optional<Object> jumpHost,
            @Arg(value = KEEP_ALIVE, name = "keep_alive_interval", defaultValue = "0") Duration keepAliveInterval,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        Way way = Way.of(proxyCmd, readConfig, jumpHost);
        return clients.call(connection, (chosen, all) -> {
            String who = way.who(username);
            log.write(all.level(), "Logging into '" + chosen.host + ":" + chosen.port + "' as '" + who + "'.");
            SshLogin login = new SshLogin(Optional.empty(), Truth.of(lookForKeys), Truth.of(allowAgent), password);
            connect(all, chosen, way, username, login, "Authentication failed for user '" + who + "'.", log);
            return greeting(chosen, delay, log, all.level());
        });
    }

    @Keyword(
            value = "login_with_public_key",
            doc =
                    "Connects, logs in with a key and opens a shell. The host's key must be known, by the agent's policy.",
            returns = GREETING,
            tags = Doc.TAG)
    public String loginWithKey(
            @Arg(USERNAME) Optional<String> username,
            @Arg("The file of a private key on the agent's machine.") Optional<String> keyfile,
            @Arg(value = "The passphrase that protects it.", defaultValue = "\"\"") String password,
            @Arg(value = ALLOW_AGENT, name = "allow_agent", defaultValue = "false") Object allowAgent,
            @Arg(value = LOOK_FOR_KEYS, name = "look_for_keys", defaultValue = "false") Object lookForKeys,
            @Arg(value = DELAY, defaultValue = "0.5") Duration delay,
            @Arg(value = PROXY_CMD, name = "proxy_cmd") Optional<String> proxyCmd,
            @Arg(value = JUMP_HOST, name = "jumphost_index_or_alias") Optional<Object> jumpHost,
            @Arg(value = READ_CONFIG, name = "read_config", defaultValue = "false") Object readConfig,
            @Arg(value = KEEP_ALIVE, name = "keep_alive_interval", defaultValue = "0") Duration keepAliveInterval,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        Way way = Way.of(proxyCmd, readConfig, jumpHost);
        return clients.call(connection, (chosen, all) -> {
            String who = way.who(username);
            log.write(all.level(), "Logging into '" + chosen.host + ":" + chosen.port + "' as '" + who + "'.");
            boolean looks = Truth.of(lookForKeys) || (way.readConfig() && keyfile.isEmpty());
            String refused = "Login with public key failed for user '" + who + "'.";
            Optional<SshLogin.Key> key = key(keyfile, password, Truth.of(allowAgent) || looks, refused, log);
            SshLogin login = new SshLogin(key, looks, Truth.of(allowAgent), Optional.empty());
            connect(all, chosen, way, username, login, refused, log);
            return greeting(chosen, delay, log, all.level());
        });
    }

    private static Optional<SshLogin.Key> key(
            Optional<String> keyfile, String passphrase, boolean othersWillDo, String refused, Log log) {
        if (keyfile.isEmpty()) {
            if (othersWillDo) {
                return Optional.empty();
            }
            throw KeywordException.failed("Keyfile must be specified as keyword argument or in config file.");
        }
        Path file = path(keyfile.get());
        if (!Files.exists(file)) {
            throw KeywordException.failed("Given key file '" + keyfile.get() + "' does not exist.");
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw KeywordException.failed("Could not read key file '" + keyfile.get() + "'.");
        }
        try {
            return Optional.of(
                    SshLogin.Key.read(file, passphrase.isEmpty() ? Optional.empty() : Optional.of(passphrase)));
        } catch (IllegalArgumentException unusable) {
            log.info(String.valueOf(unusable.getMessage()));
            throw KeywordException.failed(refused);
        }
    }

    private static Path path(String text) {
        return text.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), text.substring(2))
                : Path.of(text).toAbsolutePath().normalize();
    }

    private void connect(
            Connections all,
            SshConnection chosen,
            Way way,
            Optional<String> user,
            SshLogin login,
            String refused,
            Log log)
            throws InterruptedException {
        SshSessions sessions = way.readConfig() ? configured : plain;
        SshEndpoint endpoint = way.to(chosen, user);
        Optional<SshSession> gate = way.through(all);
        Attempt attempt =
                gate.isPresent() ? sessions.connect(endpoint, login, gate.get()) : sessions.connect(endpoint, login);
        switch (attempt) {
            case Attempt.Connected(SshSession session) -> {
                chosen.loggedIn(session);
                all.note(chosen, "logged in as " + way.who(user));
            }
            case Attempt.Refused(Outcome why, Optional<String> _) -> {
                all.note(chosen, "not logged in as " + way.who(user) + ": " + why.word());
                throw refusal(chosen, why, refused, log);
            }
        }
    }

    private static KeywordException refusal(SshConnection chosen, Outcome why, String refused, Log log) {
        String where = "port " + chosen.port + " on " + chosen.host;
        return KeywordException.failed(
                switch (why) {
                    case Outcome.AuthFailed(String reason) -> {
                        log.debug(reason);
                        yield refused;
                    }
                    case Outcome.HostKeyRejected(String reason) -> "SSHClientException: " + reason;
                    case Outcome.Unreachable(String reason)
                    when reason.equals("connection refused") ->
                        "NoValidConnectionsError: [Errno None] Unable to connect to " + where;
                    case Outcome.Unreachable(String reason)
                    when reason.equals("no such name") -> "gaierror: [Errno -2] Name or service not known";
                    case Outcome.Unreachable(String reason) ->
                        "SSHClientException: Unable to connect to " + where + ": " + reason;
                    case Outcome.Rejected(String reason) -> "SSHClientException: " + reason;
                    default -> "SSHClientException: the login ended as " + why.word();
                });
    }

    /** A server that has no shell for this account may still run commands. */
    private static String greeting(SshConnection chosen, Duration delay, Log log, Log.Level level)
            throws InterruptedException {
        Configuration how = chosen.configuration();
        Encoding encoding = how.textEncoding();
        try {
            String greeting = PlainText.of(chosen.shell(shell -> how.prompt().isPresent()
                    ? shell.demand(TextEnd.prompt(how.prompt().get()), how.timeout(), encoding)
                            .text()
                    : shell.read(Optional.of(delay), encoding)));
            log.write(level, "Read output: " + greeting);
            return greeting;
        } catch (IOException e) {
            log.info("Logged in, but " + e.getMessage() + ".");
            return "";
        }
    }

    @Keyword(
            value = "get_pre_login_banner",
            doc = "Tells what a server says before a login: that of a host, or of the connection that is logged in.",
            returns = "The banner.",
            tags = Doc.TAG)
    public String banner(
            @Arg(Doc.HOST + " That of the connection by default.") Optional<String> host,
            @Arg(value = Doc.PORT, defaultValue = "22") int port,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection)
            throws IOException, InterruptedException {
        if (host.isEmpty()) {
            return clients.call(
                    connection,
                    (chosen, _) -> chosen.session()
                            .orElseThrow(Problem::notOpen)
                            .banner()
                            .orElseThrow(() -> noBanner(chosen.host, chosen.port)));
        }
        SshEndpoint endpoint = SshEndpoint.of("labhand", host.get(), port);
        SshLogin nothing = new SshLogin(Optional.empty(), false, false, Optional.empty());
        return switch (plain.connect(endpoint, nothing)) {
            case Attempt.Connected(SshSession session) -> {
                session.close();
                yield session.banner().orElseThrow(() -> noBanner(host.get(), port));
            }
            case Attempt.Refused(Outcome.AuthFailed _, Optional<String> banner) ->
                banner.orElseThrow(() -> noBanner(host.get(), port));
            case Attempt.Refused(Outcome.HostKeyRejected(String why), Optional<String> _) ->
                throw KeywordException.failed("SSHClientException: " + why);
            case Attempt.Refused refused ->
                throw KeywordException.failed(
                        "SSHClientException: Unable to connect to port " + port + " on " + host.get());
        };
    }

    private static KeywordException noBanner(String host, int port) {
        return KeywordException.failed("SSHClientException: port " + port + " on " + host + " has no banner");
    }
}

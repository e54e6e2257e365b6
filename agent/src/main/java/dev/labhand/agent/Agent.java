package dev.labhand.agent;

import dev.labhand.agent.access.Access;
import dev.labhand.agent.http.AgentRoutes;
import dev.labhand.agent.http.FilesEndpoint;
import dev.labhand.agent.http.HttpServer;
import dev.labhand.agent.http.HttpSettings;
import dev.labhand.agent.http.Routes;
import dev.labhand.agent.job.JobEngine;
import dev.labhand.agent.job.JobSettings;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.library.ArithmeticLibrary;
import dev.labhand.agent.library.FileLibrary;
import dev.labhand.agent.library.Hostname;
import dev.labhand.agent.library.InfoLibrary;
import dev.labhand.agent.library.JobLibrary;
import dev.labhand.agent.library.Version;
import dev.labhand.agent.plugin.Plugins;
import dev.labhand.agent.robot.RobotFaces;
import dev.labhand.agent.rpc.Dispatcher;
import dev.labhand.agent.rpc.Face;
import dev.labhand.agent.sshlibrary.SshLibrary;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running agent. */
public final class Agent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    /** How long the calls of stopped commands get to tell what became of them. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

    private final AgentConfig config;
    private final DataDir dataDir;
    private final SshCommands ssh;
    private final JobEngine jobs;
    private final Plugins plugins;
    private final SshLibrary sshLibrary;
    private final HttpServer server;
    private final CompletableFuture<Void> stopRequest;
    private final int port;

    private Agent(
            AgentConfig config,
            DataDir dataDir,
            SshCommands ssh,
            JobEngine jobs,
            Plugins plugins,
            SshLibrary sshLibrary,
            HttpServer server,
            CompletableFuture<Void> stopRequest) {
        this.config = config;
        this.dataDir = dataDir;
        this.ssh = ssh;
        this.jobs = jobs;
        this.plugins = plugins;
        this.sshLibrary = sshLibrary;
        this.server = server;
        this.stopRequest = stopRequest;
        this.port = server.port();
    }

    /**
     * Starts an agent.
     *
     * @throws IOException with a message for the user, if something it was given cannot be used
     */
    public static Agent start(AgentConfig config) throws IOException {
        return start(config, Additions.NONE);
    }

    /**
     * Starts an agent inside a larger program.
     *
     * @throws IOException with a message for the user, if something it was given cannot be used
     */
    public static Agent start(AgentConfig config, Additions additions) throws IOException {
        Access access = Access.of(config.access());
        // Before the data directory is taken; it holds nothing that must be closed until a command is started.
        SshCommands ssh = openSsh(config.ssh());
        DataDir dataDir = DataDir.take(config.dataDir());
        List<Runnable> undo = new ArrayList<>();
        undo.add(ssh::close);
        try {
            JobEngine jobs = JobEngine.open(jobSettings(config), ssh);
            KeywordRegistry registry = new KeywordRegistry();
            registerLibraries(registry, config, jobs, additions);
            SshLibrary sshLibrary = SshLibrary.open(config.ssh());
            undo.addFirst(sshLibrary::close);
            registry.addApart(sshLibrary.library());
            Plugins plugins =
                    Plugins.start(config.plugins(), registry, config.dataDir().resolve("plugins"));
            undo.addFirst(plugins::close);
            Dispatcher dispatcher = new Dispatcher(access);
            Face.About about = new Face.About(config.name(), config.description(), Version.CURRENT);
            CompletableFuture<Void> stopRequest = new CompletableFuture<>();
            Optional<Runnable> stop =
                    config.robot().allowRemoteStop() ? Optional.of(() -> stopRequest.complete(null)) : Optional.empty();
            RobotFaces robot = new RobotFaces(registry, dispatcher, about, stop);
            Routes routes = AgentRoutes.of(registry, dispatcher, jobs, about, robot, access.needsToken());
            FilesEndpoint files = new FilesEndpoint(registry, dispatcher, jobs::openFiles);
            routes.add("GET", FilesEndpoint.PATH, files).add("PUT", FilesEndpoint.PATH, files);
            additions.routes().accept(routes);
            HttpSettings http = config.http().knownAs(List.of(Hostname.LOCAL, config.name()));
            HttpServer server = HttpServer.start(http, access, routes, additions.threads());
            return new Agent(config, dataDir, ssh, jobs, plugins, sshLibrary, server, stopRequest);
        } catch (IOException | RuntimeException e) {
            undo.forEach(Runnable::run);
            dataDir.close();
            throw e;
        }
    }

    private static SshCommands openSsh(SshSettings settings) throws IOException {
        try {
            return SshCommands.open(settings);
        } catch (IllegalArgumentException unusable) {
            throw new IOException(unusable.getMessage(), unusable);
        }
    }

    /** Everything the agent offers: one line for each library. */
    private static void registerLibraries(
            KeywordRegistry registry, AgentConfig config, JobEngine jobs, Additions additions) {
        InfoLibrary.Identity identity = new InfoLibrary.Identity(config.name(), config.description(), config.labels());
        registry.register(new InfoLibrary(identity, registry::size, jobs::runningJobs));
        registry.register(new ArithmeticLibrary());
        registry.register(new JobLibrary(jobs));
        registry.register(new FileLibrary(jobs::openFiles));
        additions.libraries().forEach(registry::register);
    }

    private static JobSettings jobSettings(AgentConfig config) {
        return new JobSettings(
                config.dataDir().resolve("jobs"), config.retention(), config.localSshd(), config.targets());
    }

    public String name() {
        return config.name();
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Where to call it, such as {@code http://127.0.0.1:7080}; by the machine's name if it listens on all addresses. */
    public String url() {
        return "http://" + HttpServer.hostPort(host(), port);
    }

    private String host() {
        String bind = config.http().bind();
        try {
            return InetAddress.getByName(bind).isAnyLocalAddress() ? Hostname.LOCAL : bind;
        } catch (IOException e) {
            return bind;
        }
    }

    /**
     * Completes when a caller who may do so asks the agent to stop. Then it is time to close it, from another thread than the
     * one that completes this.
     */
    public CompletionStage<Void> stopRequest() {
        return stopRequest.minimalCompletionStage();
    }

    /**
     * Stops: no new connections and calls; running calls are answered first, within the settings' time; then the commands and
     * plugins that still run are stopped, and their calls are answered so.
     */
    @Override
    public void close() {
        boolean idle = server.drain();
        jobs.close();
        plugins.close();
        sshLibrary.close();
        if (!idle && !server.awaitCalls(LAST_ANSWERS)) {
            LOG.warn("Some calls still run; they are answered that the agent stopped");
        }
        server.close();
        ssh.close();
        try {
            dataDir.close();
        } catch (IOException e) {
            LOG.warn("The data directory was not closed cleanly", e);
        }
    }
}

package dev.labhand.ssh;

import dev.labhand.api.Target;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import dev.labhand.ssh.config.ConfigProblem;
import dev.labhand.ssh.config.HostConfig;
import dev.labhand.ssh.config.SshConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what the endpoint, the settings and the configuration file say of a connection. */
final class Router {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration ALIVE_INTERVAL = Duration.ofSeconds(15);
    private static final int ALIVE_COUNT = 3;
    private static final int LONGEST_WAY = 10;

    private final SshSettings settings;
    private final SshConfig config;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    Router(SshSettings settings) {
        this.settings = settings;
        this.config = SshConfig.of(settings.config());
    }

    /**
     * The way to an endpoint, all hosts on it included.
     *
     * @throws ConfigProblem if the configuration file cannot be followed for one of them, or leads in a circle
     */
    Route route(SshEndpoint endpoint) throws ConfigProblem {
        return endpoint.pinned().isPresent() ? toOwn(endpoint) : route(endpoint, 0);
    }

    private Route toOwn(SshEndpoint endpoint) {
        return new Route(
                endpoint.user().orElseThrow(),
                endpoint.host(),
                endpoint.port().orElseThrow(),
                endpoint.pinned(),
                new Route.Trust(
                        endpoint.host(),
                        endpoint.port().orElseThrow(),
                        HostKeyPolicy.STRICT,
                        Optional.empty(),
                        List.of(),
                        Optional.empty()),
                new Route.Keys(
                        List.of(),
                        true,
                        List.of(),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        Optional.empty()),
                Optional.empty(),
                settings.connectTimeout().orElse(CONNECT_TIMEOUT),
                ALIVE_INTERVAL,
                ALIVE_COUNT,
                OptionalInt.empty(),
                Optional.empty());
    }

    private Route route(SshEndpoint endpoint, int hops) throws ConfigProblem {
        if (hops > LONGEST_WAY) {
            throw new ConfigProblem("the way to " + endpoint.host() + " has more than " + LONGEST_WAY
                    + " jump hosts: does ProxyJump lead in a circle?");
        }
        HostConfig said = config.host(endpoint.host(), endpoint.user(), endpoint.port());
        said.warnings().stream().filter(warned::add).forEach(LOG::warn);
        return new Route(
                said.user(),
                said.host(),
                said.port(),
                Optional.empty(),
                trust(endpoint, said),
                keys(said),
                said.forwardAgent().flatMap(socket -> socket.path(agent(said))),
                settings.connectTimeout().or(said::connectTimeout).orElse(CONNECT_TIMEOUT),
                said.aliveInterval().orElse(ALIVE_INTERVAL),
                said.aliveCount().orElse(ALIVE_COUNT),
                said.family(),
                via(endpoint, said, hops));
    }

    /** The last of the jumps, which is reached through those before it; the first one by its own way. */
    private Optional<Route> via(SshEndpoint endpoint, HostConfig said, int hops) throws ConfigProblem {
        Optional<List<Target.SshHost>> general = hops == 0 ? settings.jumps() : Optional.empty();
        List<SshEndpoint> jumps = endpoint.jumps()
                .or(() -> general.or(said::jumps)
                        .map(all -> all.stream().map(Router::endpoint).toList()))
                .orElse(List.of());
        if (jumps.isEmpty()) {
            return Optional.empty();
        }
        SshEndpoint last = jumps.getLast();
        List<SshEndpoint> before = jumps.subList(0, jumps.size() - 1);
        return Optional.of(route(before.isEmpty() ? last : last.withJumps(before), hops + 1));
    }

    private static SshEndpoint endpoint(Target.SshHost hop) {
        return SshEndpoint.of(hop.user(), hop.host(), hop.port());
    }

    private Route.Trust trust(SshEndpoint endpoint, HostConfig said) {
        List<Path> files = new ArrayList<>();
        Optional<Path> remembers;
        if (settings.knownHosts().isPresent()) {
            files.add(settings.knownHosts().get());
            remembers = settings.knownHosts();
        } else {
            files.addAll(said.userKnownHosts().orElseGet(() -> List.of(inHome("known_hosts"), inHome("known_hosts2"))));
            remembers = files.stream().findFirst();
            files.addAll(said.globalKnownHosts()
                    .orElseGet(
                            () -> List.of(Path.of("/etc/ssh/ssh_known_hosts"), Path.of("/etc/ssh/ssh_known_hosts2"))));
        }
        HostKeyPolicy policy = settings.hostKeys()
                .or(() -> said.acceptNew().map(accept -> accept ? HostKeyPolicy.ACCEPT_NEW : HostKeyPolicy.STRICT))
                .orElse(HostKeyPolicy.STRICT);
        // An alias stands for one host, whatever the port.
        int port = said.keyAlias().isPresent() ? KnownHosts.DEFAULT_PORT : said.port();
        return new Route.Trust(
                said.keyAlias().orElse(said.host()), port, policy, endpoint.hostKey(), List.copyOf(files), remembers);
    }

    private Route.Keys keys(HostConfig said) {
        boolean named =
                !settings.identities().isEmpty() || !said.identityFiles().isEmpty();
        List<Path> files = !settings.identities().isEmpty()
                ? settings.identities()
                : named ? said.identityFiles() : usualIdentities();
        return new Route.Keys(
                files,
                named,
                said.certificateFiles(),
                said.identitiesOnly(),
                agent(said),
                settings.passwordFile(),
                settings.passphraseFile(),
                said.refused(),
                Optional.empty());
    }

    /** The ssh-agent to ask and, where lending is all that is said, to lend. */
    private Optional<Path> agent(HostConfig said) {
        return said.identityAgent().isPresent()
                ? said.identityAgent().get().path(settings.agentSocket())
                : settings.agentSocket();
    }

    /** Those of OpenSSH's default identity files that exist. */
    private static List<Path> usualIdentities() {
        return Stream.of("id_ed25519", "id_ecdsa", "id_rsa")
                .map(Router::inHome)
                .filter(Files::isRegularFile)
                .toList();
    }

    private static Path inHome(String name) {
        return Path.of(System.getProperty("user.home"), ".ssh", name);
    }
}

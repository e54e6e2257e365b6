package dev.labhand.controller.cli;

import dev.labhand.api.Target;
import dev.labhand.controller.Settings;
import dev.labhand.ssh.SshSettings;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How machines are reached. */
final class ConnectionOptions {

    @Option(
            names = {"-t", "--connect-timeout"},
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "Seconds to reach a machine (10; SSH 15).")
    @Nullable
    Duration connectTimeout;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The agents' token: the file's first line (LABHAND_TOKEN_FILE).")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--identity",
            paramLabel = "KEYFILE",
            description = "A private key for SSH hosts; may be given several times (LABHAND_IDENTITY).")
    List<Path> identities = new ArrayList<>();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The password for SSH hosts: the file's first line (LABHAND_PASSWORD_FILE).")
    @Nullable
    Path passwordFile;

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = "Host keys of SSH hosts (LABHAND_KNOWN_HOSTS; by default those of ssh).")
    @Nullable
    Path knownHosts;

    @Option(
            names = "--host-keys",
            paramLabel = "strict|accept-new",
            converter = HostKeyPolicyConverter.class,
            description = "Whether unknown SSH hosts are refused or remembered (LABHAND_HOST_KEYS; strict).")
    @Nullable
    HostKeyPolicy hostKeys;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "The passphrase of private keys: the file's first line (LABHAND_PASSPHRASE_FILE).")
    @Nullable
    Path passphraseFile;

    @Option(
            names = "--ssh-config",
            paramLabel = "FILE|none",
            description = "What is said of SSH hosts, as for ssh (LABHAND_SSH_CONFIG; ~/.ssh/config if that exists).")
    @Nullable
    String sshConfig;

    @Option(
            names = {"-J", "--jump"},
            paramLabel = "HOSTS",
            converter = JumpsConverter.class,
            description = "Reach SSH hosts through these, in order: [user@]host[:port],...; none goes straight.")
    @Nullable
    Jumps jumps;

    /** The way to SSH hosts. */
    record Jumps(List<Target.SshHost> hosts) {}

    /**
     * The settings as these options change them.
     *
     * @throws IllegalArgumentException if the file of {@code --ssh-config} cannot be read
     */
    Settings applyTo(Settings settings, Optional<Path> inventory) {
        SshSettings ssh = settings.ssh();
        Optional<Duration> timeout = Optional.ofNullable(connectTimeout);
        return new Settings(
                inventory.or(settings::inventory),
                Optional.ofNullable(tokenFile).or(settings::tokenFile),
                timeout.orElse(settings.connectTimeout()),
                settings.fanout(),
                new SshSettings(
                        identities.isEmpty() ? ssh.identities() : identities,
                        ssh.agentSocket(),
                        Optional.ofNullable(passwordFile).or(ssh::passwordFile),
                        Optional.ofNullable(passphraseFile).or(ssh::passphraseFile),
                        Optional.ofNullable(hostKeys).or(ssh::hostKeys),
                        Optional.ofNullable(knownHosts).or(ssh::knownHosts),
                        timeout.or(ssh::connectTimeout),
                        sshConfig == null ? ssh.config() : Settings.sshConfig(sshConfig),
                        Optional.ofNullable(jumps).map(Jumps::hosts).or(ssh::jumps)));
    }

    /** Seconds, also in parts. */
    static final class SecondsConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            if (!text.matches("\\d{1,9}(\\.\\d{0,9})?|\\.\\d{1,9}")) {
                throw new TypeConversionException("'" + text + "' is no number of seconds, such as 5 or 0.5");
            }
            return Duration.ofNanos(Math.round(Double.parseDouble(text) * 1e9));
        }
    }

    /** As for ssh -J. */
    static final class JumpsConverter implements ITypeConverter<Jumps> {
        @Override
        public Jumps convert(String text) {
            try {
                return new Jumps(Target.jumps(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** The words of the command line. */
    static final class HostKeyPolicyConverter implements ITypeConverter<HostKeyPolicy> {
        @Override
        public HostKeyPolicy convert(String text) {
            return switch (text) {
                case "strict" -> HostKeyPolicy.STRICT;
                case "accept-new" -> HostKeyPolicy.ACCEPT_NEW;
                default -> throw new TypeConversionException("'" + text + "' is neither strict nor accept-new");
            };
        }
    }
}

package dev.labhand.ssh.config;

import dev.labhand.api.Target;
import dev.labhand.ssh.config.HostConfig.Socket;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives the lines that count for a host their meaning. */
final class HostConfigReader {

    private static final int SSH_PORT = 22;
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhdwSMHDW]?)");

    private final Settings settings;
    private final Tokens.Home home;
    private final Map<String, String> environment;
    private final List<String> warnings = new ArrayList<>();

    HostConfigReader(Settings settings, Tokens.Home home, Map<String, String> environment) {
        this.settings = settings;
        this.home = home;
        this.environment = environment;
    }

    HostConfig read(String asked, Optional<String> askedUser, OptionalInt askedPort) throws ConfigProblem {
        refuseWhatCannotBeFollowed();
        String host = settings.hostName(asked);
        String user = settings.user(askedUser, home.user());
        int port = askedPort.isPresent()
                ? askedPort.getAsInt()
                : number("port", 1, 65535).orElse(SSH_PORT);
        Optional<String> alias = settings.word("hostkeyalias");
        Optional<List<Target.SshHost>> jumps = jumps();
        String jump = settings.line("proxyjump")
                .map(line -> line.arguments().getFirst())
                .orElse("");
        Tokens tokens = new Tokens(
                home, environment, asked, host, port, user, alias.orElse(asked), jump.equals("none") ? "" : jump);
        Optional<Boolean> acceptNew = acceptNew();
        warnings.addAll(0, settings.warnings());
        return new HostConfig(
                host,
                user,
                port,
                alias,
                jumps,
                gathered("identityfile", tokens),
                gathered("certificatefile", tokens),
                flag("identitiesonly").orElse(false),
                identityAgent(tokens),
                forwardAgent(tokens),
                acceptNew,
                files("userknownhostsfile", tokens),
                files("globalknownhostsfile", tokens),
                connectTimeout(),
                span("serveraliveinterval"),
                number("serveralivecountmax", 0, 1_000_000),
                refused(),
                family(),
                List.copyOf(warnings));
    }

    private void refuseWhatCannotBeFollowed() throws ConfigProblem {
        for (String keyword : List.of("proxyjump", "canonicalizehostname", "revokedhostkeys", "refuseconnection")) {
            Line line = settings.line(keyword).orElse(null);
            if (line == null || Keyword.of(line.keyword()) != Keyword.REFUSED) {
                continue;
            }
            String value = line.arguments().getFirst().toLowerCase(Locale.ROOT);
            if (keyword.equals("refuseconnection")) {
                throw line.problem(": " + String.join(" ", line.arguments()));
            }
            if (!value.equals("none") && !value.equals("no")) {
                throw line.problem("is not supported"
                        + (keyword.equals("proxyjump") ? ": use ProxyJump" : "")
                        + ", and to go on without it would not be safe: give another file with --ssh-config, or none");
            }
        }
    }

    private Optional<List<Target.SshHost>> jumps() throws ConfigProblem {
        Line line = settings.line("proxyjump").orElse(null);
        if (line == null || line.keyword().equals("proxycommand")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Target.jumps(String.join("", line.arguments())));
        } catch (IllegalArgumentException e) {
            throw line.problem("names no hosts: " + e.getMessage());
        }
    }

    private Optional<Boolean> acceptNew() throws ConfigProblem {
        Line line = settings.line("stricthostkeychecking").orElse(null);
        if (line == null) {
            return Optional.empty();
        }
        return switch (line.argument().toLowerCase(Locale.ROOT)) {
            case "yes", "true", "ask" -> Optional.of(false);
            case "accept-new" -> Optional.of(true);
            case "no", "off", "false" -> {
                warnings.add(line.place() + ": StrictHostKeyChecking " + line.argument()
                        + " is taken for accept-new: a changed key is refused all the same");
                yield Optional.of(true);
            }
            default -> throw line.problem("should be yes, ask, accept-new or no");
        };
    }

    private List<Path> gathered(String keyword, Tokens tokens) throws ConfigProblem {
        List<Path> files = new ArrayList<>();
        for (Line line : settings.lines(keyword)) {
            if (!line.argument().equalsIgnoreCase("none")) {
                files.add(path(line, line.argument(), tokens));
            }
        }
        return List.copyOf(files);
    }

    private Optional<List<Path>> files(String keyword, Tokens tokens) throws ConfigProblem {
        Line line = settings.line(keyword).orElse(null);
        if (line == null) {
            return Optional.empty();
        }
        List<Path> files = new ArrayList<>();
        for (String argument : line.arguments()) {
            if (!argument.equalsIgnoreCase("none")) {
                files.add(path(line, argument, tokens));
            }
        }
        return Optional.of(List.copyOf(files));
    }

    private static Path path(Line line, String text, Tokens tokens) throws ConfigProblem {
        try {
            return tokens.path(line, text);
        } catch (InvalidPathException e) {
            throw line.problem("is not the path of a file");
        }
    }

    private Optional<Socket> identityAgent(Tokens tokens) throws ConfigProblem {
        Line line = settings.line("identityagent").orElse(null);
        return line == null ? Optional.empty() : Optional.of(socket(line, tokens));
    }

    private Socket socket(Line line, Tokens tokens) throws ConfigProblem {
        String value = line.argument();
        if (value.equals("none")) {
            return new Socket.At(Optional.empty());
        } else if (value.equals("SSH_AUTH_SOCK")) {
            return new Socket.Usual();
        } else if (value.startsWith("$") && !value.startsWith("${")) {
            return new Socket.At(
                    Optional.ofNullable(environment.get(value.substring(1))).map(Path::of));
        }
        return new Socket.At(Optional.of(path(line, value, tokens)));
    }

    private Optional<Socket> forwardAgent(Tokens tokens) throws ConfigProblem {
        Line line = settings.line("forwardagent").orElse(null);
        if (line == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (line.argument().toLowerCase(Locale.ROOT)) {
                    case "yes", "true" -> new Socket.Usual();
                    case "no", "false" -> new Socket.At(Optional.empty());
                    default -> socket(line, tokens);
                });
    }

    private Set<String> refused() throws ConfigProblem {
        Set<String> refused = new HashSet<>();
        for (Map.Entry<String, String> method : Map.of(
                        "pubkeyauthentication", "publickey",
                        "passwordauthentication", "password",
                        "kbdinteractiveauthentication", "keyboard-interactive")
                .entrySet()) {
            Line line = settings.line(method.getKey()).orElse(null);
            if (line != null && line.argument().equalsIgnoreCase("no")) {
                refused.add(method.getValue());
            }
        }
        return Set.copyOf(refused);
    }

    private OptionalInt family() throws ConfigProblem {
        Line line = settings.line("addressfamily").orElse(null);
        if (line == null) {
            return OptionalInt.empty();
        }
        return switch (line.argument().toLowerCase(Locale.ROOT)) {
            case "any" -> OptionalInt.empty();
            case "inet" -> OptionalInt.of(4);
            case "inet6" -> OptionalInt.of(6);
            default -> throw line.problem("should be any, inet or inet6");
        };
    }

    private Optional<Boolean> flag(String keyword) throws ConfigProblem {
        Line line = settings.line(keyword).orElse(null);
        if (line == null) {
            return Optional.empty();
        }
        return switch (line.argument().toLowerCase(Locale.ROOT)) {
            case "yes", "true" -> Optional.of(true);
            case "no", "false" -> Optional.of(false);
            default -> throw line.problem("should be yes or no");
        };
    }

    private OptionalInt number(String keyword, int least, int most) throws ConfigProblem {
        Line line = settings.line(keyword).orElse(null);
        if (line == null) {
            return OptionalInt.empty();
        }
        String text = line.argument();
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw line.problem("should be a whole number from " + least + " to " + most);
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    private Optional<Duration> connectTimeout() throws ConfigProblem {
        return span("connecttimeout").filter(Duration::isPositive);
    }

    /** Such as {@code 90}, {@code 15s} or {@code 1h30m}. */
    private Optional<Duration> span(String keyword) throws ConfigProblem {
        Line line = settings.line(keyword).orElse(null);
        if (line == null || line.argument().equalsIgnoreCase("none")) {
            return Optional.empty();
        }
        Matcher part = SPAN.matcher(line.argument());
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            long seconds = switch (part.group(2).toLowerCase(Locale.ROOT)) {
                case "m" -> 60;
                case "h" -> 3_600;
                case "d" -> 86_400;
                case "w" -> 604_800;
                default -> 1;
            };
            sum = sum.plusSeconds(Long.parseLong(part.group(1)) * seconds);
            end = part.end();
        }
        if (end != line.argument().length()) {
            throw line.problem("should be a time in seconds, or such as 1m30s");
        }
        return Optional.of(sum);
    }
}

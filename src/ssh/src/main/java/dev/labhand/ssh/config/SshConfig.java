package dev.labhand.ssh.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A file in the format of ssh_config(5), read anew each time it is asked. Of each keyword the first value that is found counts,
 * as with OpenSSH; {@code Include} and {@code Match} are followed.
 */
public final class SshConfig {

    private static final int DEEPEST_INCLUDE = 16;

    private final Optional<Path> file;
    private final Tokens.Home home;
    private final Map<String, String> environment;

    SshConfig(Optional<Path> file, Tokens.Home home, Map<String, String> environment) {
        this.file = file;
        this.home = home;
        this.environment = environment;
    }

    /** This file, or none; one that does not exist says nothing. */
    public static SshConfig of(Optional<Path> file) {
        return new SshConfig(file, Tokens.Home.ofProcess(), System.getenv());
    }

    /**
     * What the file says of a host.
     *
     * @param asked the host as the user named it
     * @param user the account, if the user named one: it counts, whatever the file says
     * @param port the same
     * @throws ConfigProblem if the file cannot be read, or says of this host what cannot be followed
     */
    public HostConfig host(String asked, Optional<String> user, OptionalInt port) throws ConfigProblem {
        Settings settings = new Settings();
        if (file.isPresent()) {
            read(file.get(), 0, settings, new Conditions(home, asked, user, false));
            if (settings.lastPassWanted()) {
                read(file.get(), 0, settings, new Conditions(home, asked, user, true));
            }
        }
        return new HostConfigReader(settings, home, environment).read(asked, user, port);
    }

    private void read(Path from, int depth, Settings settings, Conditions conditions) throws ConfigProblem {
        boolean concerned = true;
        int number = 0;
        for (String text : text(from, depth > 0 || isOwn(from)).split("\n", -1)) {
            number++;
            Line line = Line.parse(from, number, text).orElse(null);
            if (line == null) {
                continue;
            }
            switch (line.keyword()) {
                case "host" -> concerned = conditions.host(line);
                case "match" -> concerned = conditions.match(line, settings);
                case "include" -> {
                    if (concerned) {
                        include(line, depth, settings, conditions);
                    }
                }
                default -> {
                    if (concerned) {
                        settings.take(line);
                    }
                }
            }
        }
    }

    /** As with OpenSSH, one that was named is believed as it is. */
    private boolean isOwn(Path from) {
        return from.equals(home.folder().resolve(".ssh/config"));
    }

    private static String text(Path from, boolean checked) throws ConfigProblem {
        try {
            Optional<String> distrust = checked ? FileTrust.problem(from, "lead connections astray") : Optional.empty();
            if (distrust.isPresent()) {
                throw new ConfigProblem("SSH configuration file " + from + " " + distrust.get());
            }
            return Files.readString(from, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new ConfigProblem("SSH configuration file " + from + " cannot be read ("
                    + e.getClass().getSimpleName() + "): make it readable, or name another with --ssh-config, or none");
        }
    }

    private void include(Line line, int depth, Settings settings, Conditions conditions) throws ConfigProblem {
        if (depth == DEEPEST_INCLUDE) {
            throw line.problem("is nested more than " + DEEPEST_INCLUDE + " deep");
        }
        for (String argument : line.arguments()) {
            Path pattern = home.folder().resolve(".ssh").resolve(home.path(argument));
            for (Path included : expand(pattern)) {
                read(included, depth + 1, settings, conditions);
            }
        }
    }

    /** The files that a path with wildcards stands for, in order; none if there are none. */
    private static List<Path> expand(Path pattern) throws ConfigProblem {
        List<Path> found = List.of(pattern.getRoot());
        for (Path name : pattern) {
            List<Path> next = new ArrayList<>();
            for (Path folder : found) {
                if (!name.toString().matches(".*[*?\\[].*")) {
                    next.add(folder.resolve(name));
                } else if (Files.isDirectory(folder)) {
                    next.addAll(matches(folder, name.toString()));
                }
            }
            found = next;
        }
        return found;
    }

    private static List<Path> matches(Path folder, String glob) throws ConfigProblem {
        PathMatcher matcher = FileSystems.getDefault()
                .getPathMatcher("glob:" + glob.replace("{", "\\{").replace("}", "\\}"));
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> matcher.matches(path.getFileName()))
                    .filter(path -> glob.startsWith(".")
                            || !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigProblem("SSH configuration folder " + folder + " cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        }
    }
}

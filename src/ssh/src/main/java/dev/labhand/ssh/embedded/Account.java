package dev.labhand.ssh.embedded;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The account that the agent runs as.
 *
 * @param shell an absolute path
 */
record Account(String name, String home, String shell) {

    /** Shells that only say no. They keep people from logging in; the agent is the account already. */
    private static final Set<String> REFUSING_SHELLS = Set.of("nologin", "false", "true");

    private static final String DEFAULT_SHELL = "/bin/sh";
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

    /**
     * The account as the system's user database has it, be that a file or a directory service; an account that is in none
     * (in a container, perhaps) as the agent's own environment tells it.
     */
    static Account ofAgent(Map<String, String> environment) {
        return fromDatabase()
                .orElseGet(() -> new Account(
                        Optional.ofNullable(environment.get("USER")).orElse(System.getProperty("user.name")),
                        Optional.ofNullable(environment.get("HOME")).orElse("/"),
                        Optional.ofNullable(environment.get("SHELL")).orElse(DEFAULT_SHELL)));
    }

    Account {
        boolean usable = shell.startsWith("/")
                && !REFUSING_SHELLS.contains(Path.of(shell).getFileName().toString());
        shell = usable ? shell : DEFAULT_SHELL;
    }

    /** Where a login starts: the home directory, or the root directory if there is none to enter. */
    String directory() {
        Path path = Path.of(home);
        return path.isAbsolute() && Files.isDirectory(path) && Files.isExecutable(path) ? home : "/";
    }

    /**
     * What a login with sshd gives: the account, a path, the time zone and the language. Nothing else of the agent's
     * environment, which may hold secrets, is passed on.
     *
     * @param agent the agent's own environment
     * @param client what the client asked for; counts before the agent's
     */
    Map<String, String> loginEnvironment(Map<String, String> agent, Map<String, String> client) {
        Map<String, String> login = new TreeMap<>();
        agent.forEach((name, value) -> {
            boolean language = name.equals("LANG") || (name.startsWith("LC_") && !name.startsWith("LC_LABHAND"));
            if (language || name.equals("TZ") || name.equals("PATH")) {
                login.put(name, value);
            }
        });
        login.putIfAbsent("PATH", DEFAULT_PATH);
        login.putAll(client);
        login.putAll(Map.of("USER", name, "LOGNAME", name, "HOME", home, "SHELL", shell));
        return login;
    }

    private static Optional<Account> fromDatabase() {
        if (!System.getProperty("os.name", "").equals("Linux") || ADDRESS.byteSize() != JAVA_LONG.byteSize()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            long user = NativeFunction.of("getuid", JAVA_INT).call();
            NativeFunction lookUp =
                    NativeFunction.of("getpwuid_r", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
            // struct passwd of 64-bit Linux: name, password, user and group number, comment, home, shell.
            MemorySegment entry = arena.allocate(48, 8);
            MemorySegment texts = arena.allocate(64 * 1024);
            MemorySegment found = arena.allocate(ADDRESS);
            long error = lookUp.call((int) user, entry, texts, texts.byteSize(), found);
            if (error != 0 || found.get(ADDRESS, 0).address() == 0) {
                return Optional.empty();
            }
            return Optional.of(new Account(text(entry, 0), text(entry, 32), text(entry, 40)));
        } catch (RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("restricted") // The members of the entry are strings that end in NUL.
    private static String text(MemorySegment entry, long offset) {
        return entry.get(ADDRESS, offset).reinterpret(4096).getString(0);
    }
}

package dev.labhand.ssh.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was said of a host so far: of each keyword the first line, or all where all count. */
final class Settings {

    private final Map<String, Line> first = new LinkedHashMap<>();
    private final Map<String, List<Line>> gathered = new LinkedHashMap<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private boolean lastPassWanted;

    /** Takes in a line of a block that concerns the host. */
    void take(Line line) throws ConfigProblem {
        switch (Keyword.of(line.keyword())) {
            case FOLLOWED -> putFirst(synonym(line.keyword()), line);
            case GATHERED -> {
                List<Line> lines = gathered.computeIfAbsent(line.keyword(), _ -> new ArrayList<>());
                if (lines.stream().noneMatch(other -> other.arguments().equals(line.arguments()))) {
                    lines.add(line);
                }
            }
            case IDLE -> {}
            case IGNORED -> warnings.add(line.place() + ": " + line.spelled() + " is not followed by Labhand");
            case REFUSED -> {
                // A command and a jump are two ways to say the same: the first one counts.
                putFirst(line.keyword().equals("proxycommand") ? "proxyjump" : line.keyword(), line);
            }
            case UNKNOWN -> {
                if (!Patterns.match(word("ignoreunknown").orElse("").toLowerCase(Locale.ROOT), line.keyword())) {
                    warnings.add(line.place() + ": there is no keyword " + line.spelled());
                }
            }
        }
    }

    private static String synonym(String keyword) {
        return keyword.equals("challengeresponseauthentication") ? "kbdinteractiveauthentication" : keyword;
    }

    private void putFirst(String keyword, Line line) {
        first.putIfAbsent(keyword, line);
    }

    /** The line that counts for a keyword. */
    Optional<Line> line(String keyword) {
        return Optional.ofNullable(first.get(keyword));
    }

    /** All lines of a keyword, in order. */
    List<Line> lines(String keyword) {
        return gathered.getOrDefault(keyword, List.of());
    }

    /** The only value of a keyword, where it stands. */
    Optional<String> word(String keyword) throws ConfigProblem {
        Line line = first.get(keyword);
        return line == null ? Optional.empty() : Optional.of(line.argument());
    }

    /** The host to connect to, as far as is known. */
    String hostName(String asked) throws ConfigProblem {
        Line line = first.get("hostname");
        return line == null ? asked : Tokens.hostName(line, line.argument(), asked);
    }

    /** The account to log in as, as far as is known. */
    String user(Optional<String> asked, String own) throws ConfigProblem {
        return asked.isPresent() ? asked.get() : word("user").orElse(own);
    }

    void wantLastPass() {
        lastPassWanted = true;
    }

    boolean lastPassWanted() {
        return lastPassWanted;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}

package dev.labhand.ssh.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the block below a {@code Host} or {@code Match} line concerns a host.
 *
 * @param asked the host as it was asked for
 * @param user the account asked for
 * @param last whether this is the last pass, which {@code Match final} and {@code canonical} mean
 */
record Conditions(Tokens.Home home, String asked, Optional<String> user, boolean last) {

    /** Whether a {@code Host} line names the host. */
    boolean host(Line line) {
        return Patterns.match(line.arguments(), asked);
    }

    /** Whether a {@code Match} line holds, with what the file said so far. */
    boolean match(Line line, Settings soFar) throws ConfigProblem {
        List<String> words = words(line);
        if (words.isEmpty()) {
            throw line.problem("has no condition");
        }
        boolean holds = true;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).toLowerCase(Locale.ROOT);
            boolean negated = word.startsWith("!");
            String condition = negated ? word.substring(1) : word;
            boolean result;
            if (condition.equals("all")) {
                if (words.size() > 2 || i != words.size() - 1 || negated) {
                    throw line.problem("may have nothing beside 'all' but 'canonical' or 'final'");
                }
                result = true;
            } else if (condition.equals("final") || condition.equals("canonical")) {
                if (condition.equals("final")) {
                    soFar.wantLastPass();
                }
                result = last;
            } else {
                i++;
                if (i == words.size()) {
                    throw line.problem("needs a value after '" + words.get(i - 1) + "'");
                }
                result = test(line, condition, words.get(i), soFar, holds, negated);
            }
            holds &= result != negated;
        }
        return holds;
    }

    /** Capitals matter in {@code Host} lines and not here, as with OpenSSH. */
    private static boolean matchesName(String patterns, String name) {
        return Patterns.match(patterns.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }

    /** Newer versions of OpenSSH take {@code host=name} as well. */
    private static List<String> words(Line line) {
        List<String> words = new ArrayList<>();
        for (String word : line.arguments()) {
            int equals = word.indexOf('=');
            if (equals > 0 && word.substring(0, equals).matches("!?[A-Za-z]+")) {
                words.add(word.substring(0, equals));
                words.add(word.substring(equals + 1));
            } else {
                words.add(word);
            }
        }
        return words;
    }

    private boolean test(Line line, String condition, String value, Settings soFar, boolean needed, boolean negated)
            throws ConfigProblem {
        return switch (condition) {
            case "host" -> matchesName(value, soFar.hostName(asked));
            case "originalhost" -> matchesName(value, asked);
            case "user" -> Patterns.match(value, soFar.user(user, home.user()));
            case "localuser" -> Patterns.match(value, home.user());
            case "tagged" -> Patterns.match(value, soFar.word("tag").orElse(""));
            case "exec", "localnetwork", "command", "sessiontype", "version" -> {
                if (needed) {
                    throw line.problem("has the condition '" + condition
                            + "', which Labhand does not evaluate: give another file with --ssh-config, or none");
                }
                yield negated;
            }
            default -> throw line.problem("has the unknown condition '" + condition + "'");
        };
    }
}

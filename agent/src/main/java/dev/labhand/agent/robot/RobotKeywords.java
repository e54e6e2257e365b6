package dev.labhand.agent.robot;

import dev.labhand.agent.keyword.KeywordName;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.keyword.RegisteredKeyword;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Keywords under the names that Robot Framework shows: {@code job.start} is {@code Job Start}. Each has its full name, too, with
 * its library's before it; where several have the same name, the full ones are listed, and the name is that of the agent's own
 * keyword, so that no plugin can take it away, else nobody's. Thread-safe.
 */
final class RobotKeywords {

    private final Supplier<List<Library>> libraries;
    private final Predicate<Library> own;
    private final List<RegisteredKeyword> more;
    private final boolean fullNames;
    private volatile Names names;

    /**
     * The names at one time.
     *
     * @param listed by the name that Robot shows
     * @param known by every name that is understood, as {@link KeywordName#matched}
     */
    private record Names(List<Library> libraries, Map<String, RobotKeyword> listed, Map<String, RobotKeyword> known) {

        void list(String name, RobotKeyword keyword) {
            listed.put(name, keyword);
            known.put(KeywordName.matched(name), keyword);
        }
    }

    /** A keyword that would have a name without its library's. */
    private record Claim(String title, RobotKeyword keyword, boolean own) {}

    private RobotKeywords(
            Supplier<List<Library>> libraries,
            Predicate<Library> own,
            List<RegisteredKeyword> more,
            boolean fullNames) {
        this.libraries = libraries;
        this.own = own;
        this.more = List.copyOf(more);
        this.fullNames = fullNames;
        this.names = read(libraries.get());
    }

    /**
     * Those of all libraries.
     *
     * @param more the agent's own keywords that are of no library
     */
    static RobotKeywords ofAll(KeywordRegistry registry, List<RegisteredKeyword> more) {
        return new RobotKeywords(registry::libraries, library -> registry.isOwn(library.name()), more, true);
    }

    /** Those of one library alone. */
    static RobotKeywords of(Library library) {
        List<Library> alone = List.of(library);
        return new RobotKeywords(() -> alone, _ -> false, List.of(), false);
    }

    /** All of them, by name. */
    Map<String, RobotKeyword> all() {
        return names().listed();
    }

    /** The keyword of this name, as Robot matches names; the name on the RPC faces and the full one do, too. */
    Optional<RobotKeyword> find(String name) {
        return Optional.ofNullable(names().known().get(KeywordName.matched(name)));
    }

    private Names names() {
        List<Library> now = libraries.get();
        if (names.libraries() != now) {
            names = read(now);
        }
        return names;
    }

    private Names read(List<Library> now) {
        Names read = new Names(now, new TreeMap<>(), new HashMap<>());
        Map<String, List<Claim>> claims = new TreeMap<>();
        for (RegisteredKeyword keyword : more) {
            String title = keyword.spec().robotName();
            claim(claims, new Claim(title, new RobotKeyword(title, keyword), true));
        }
        for (Library library : now) {
            for (RegisteredKeyword keyword : library.all()) {
                String title = keyword.spec().robotName();
                RobotKeyword named = new RobotKeyword(library.name() + "." + title, keyword);
                claim(claims, new Claim(title, named, own.test(library)));
                read.known().put(KeywordName.matched(keyword.spec().name()), named);
                read.known().put(KeywordName.matched(named.name()), named);
            }
        }
        for (List<Claim> rivals : claims.values()) {
            settle(rivals, read);
        }
        return read;
    }

    private static void claim(Map<String, List<Claim>> claims, Claim claim) {
        claims.computeIfAbsent(KeywordName.matched(claim.title()), _ -> new ArrayList<>())
                .add(claim);
    }

    /** Lists all that would have one name. */
    private void settle(List<Claim> rivals, Names names) {
        Optional<Claim> winner = winner(rivals);
        for (Claim each : rivals) {
            boolean hasFullName = !each.keyword().name().equals(each.title());
            if (fullNames && hasFullName && rivals.size() > 1) {
                RobotKeyword full = each.keyword();
                names.list(
                        full.name(),
                        new RobotKeyword(
                                full.name(),
                                full.keyword(),
                                winner.filter(each::equals).map(Claim::title)));
            }
        }
        String title = winner.orElse(rivals.getFirst()).title();
        names.list(title, winner.map(Claim::keyword).orElseGet(() -> {
            List<String> all =
                    rivals.stream().map(each -> each.keyword().name()).toList();
            return new RobotKeyword(title, AmbiguousKeyword.of(title, all));
        }));
    }

    /** The only one, or else the agent's only one. */
    private static Optional<Claim> winner(List<Claim> rivals) {
        List<Claim> own = rivals.stream().filter(Claim::own).toList();
        List<Claim> first = rivals.size() == 1 ? rivals : own;
        return first.size() == 1 ? Optional.of(first.getFirst()) : Optional.empty();
    }
}

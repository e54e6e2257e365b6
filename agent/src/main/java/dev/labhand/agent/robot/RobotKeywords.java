package dev.labhand.agent.robot;

import dev.labhand.agent.keyword.KeywordName;
import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.keyword.RegisteredKeyword;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Keywords under the names that Robot Framework shows: {@code job.start} is {@code Job Start}. Where two libraries have the same
 * name, both are listed with their library's before it. Thread-safe.
 */
final class RobotKeywords {

    private final Supplier<List<Library>> libraries;
    private final List<RegisteredKeyword> more;
    private volatile Names names;

    /**
     * The names at one time.
     *
     * @param listed by the name that Robot shows
     * @param known by every name that is understood, normalized
     */
    private record Names(List<Library> libraries, Map<String, RobotKeyword> listed, Map<String, RobotKeyword> known) {}

    /**
     * The keywords of libraries.
     *
     * @param libraries gives the same list until something changes
     * @param more keywords that are of no library
     */
    RobotKeywords(Supplier<List<Library>> libraries, List<RegisteredKeyword> more) {
        this.libraries = libraries;
        this.more = List.copyOf(more);
        this.names = read(libraries.get(), this.more);
    }

    /** All of them, by name. */
    Map<String, RobotKeyword> all() {
        return names().listed();
    }

    /** The keyword of this name, as Robot matches names; the name on the RPC faces and one after its library's do, too. */
    Optional<RobotKeyword> find(String name) {
        return Optional.ofNullable(names().known().get(KeywordName.normal(name)));
    }

    private Names names() {
        List<Library> now = libraries.get();
        if (names.libraries() != now) {
            names = read(now, more);
        }
        return names;
    }

    private static Names read(List<Library> libraries, List<RegisteredKeyword> more) {
        Map<String, Integer> sharing = new HashMap<>();
        for (Library library : libraries) {
            library.specs().forEach(spec -> sharing.merge(KeywordName.normal(spec.robotName()), 1, Integer::sum));
        }
        Map<String, RobotKeyword> listed = new TreeMap<>();
        Map<String, RobotKeyword> known = new HashMap<>();
        for (RegisteredKeyword keyword : more) {
            String title = keyword.spec().robotName();
            listed.put(title, new RobotKeyword(title, keyword));
        }
        for (Library library : libraries) {
            for (RegisteredKeyword keyword : library.all()) {
                String title = keyword.spec().robotName();
                String full = library.name() + "." + title;
                boolean shared = sharing.getOrDefault(KeywordName.normal(title), 0) > 1;
                RobotKeyword named = new RobotKeyword(full, keyword);
                listed.put(shared ? full : title, named);
                known.put(KeywordName.normal(full), named);
                String rpc = KeywordName.normal(keyword.spec().name());
                if (!rpc.equals(KeywordName.normal(title))) {
                    known.put(rpc, named);
                }
            }
        }
        // A name that is listed goes before one that another keyword would have after its library's.
        listed.forEach((name, keyword) -> known.put(KeywordName.normal(name), keyword));
        return new Names(libraries, listed, known);
    }
}

package dev.labhand.agent.keyword;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * All keywords of an agent, by library: the agent's own, which stay, and those of plugins, which come and go. Every face offers
 * exactly these at any time, each under one name. Thread-safe.
 */
public final class KeywordRegistry implements Keywords {

    /** Names that stand for the agent's own keywords and for methods of the faces, as {@link KeywordName#normal}. */
    private static final Set<String> RESERVED = Set.of("system", "rpc", "job", "file");

    /** Libraries that are not offered with the others, by {@link KeywordName#normal}. */
    private final Map<String, Library> apart = new ConcurrentSkipListMap<>();

    private final Map<String, LibraryProblem> problems = new ConcurrentSkipListMap<>();
    private volatile Contents contents = new Contents(List.of(), Set.of(), Map.of());

    /**
     * What is registered at one time: replaced as a whole, never changed.
     *
     * @param own the names of the agent's own libraries, normalized
     */
    private record Contents(List<Library> libraries, Set<String> own, Map<String, RegisteredKeyword> keywords) {

        static Contents of(List<Library> libraries, Set<String> own) {
            Map<String, RegisteredKeyword> keywords = new TreeMap<>();
            for (Library library : libraries) {
                for (RegisteredKeyword keyword : library.all()) {
                    if (keywords.put(keyword.spec().name(), keyword) != null) {
                        throw new IllegalArgumentException(
                                "keyword '" + keyword.spec().name() + "' is registered already");
                    }
                }
            }
            List<Library> sorted = new ArrayList<>(libraries);
            sorted.sort(Comparator.comparing(Library::name));
            return new Contents(List.copyOf(sorted), Set.copyOf(own), keywords);
        }
    }

    /**
     * Adds the methods of an object that are marked with {@link dev.labhand.api.Keyword} to the agent's own keywords: all of
     * them or, if one is refused, none.
     *
     * @throws IllegalArgumentException if it has none, one is declared wrongly, or a name is taken or reserved
     */
    public void register(Object library) {
        add(JavaKeywords.library(library));
    }

    /**
     * Adds a library of the agent's own: all its keywords or, if one is refused, none.
     *
     * @throws IllegalArgumentException if its name or that of a keyword is taken
     */
    public synchronized void add(Library library) {
        if (library(library.name()).isPresent()) {
            throw new IllegalArgumentException("library '" + library.name() + "' is registered already");
        }
        Set<String> own = new HashSet<>(contents.own());
        own.add(KeywordName.normal(library.name()));
        contents = Contents.of(with(library), own);
    }

    /**
     * Adds a library of the agent's own that is offered on a path of its own and nowhere else, so that its keywords may have names
     * that others have.
     *
     * @throws IllegalArgumentException if its name is taken
     */
    public synchronized void addApart(Library library) {
        if (library(library.name()).isPresent()) {
            throw new IllegalArgumentException("library '" + library.name() + "' is registered already");
        }
        apart.put(KeywordName.normal(library.name()), library);
    }

    /**
     * Puts a plugin's library in the place of the one of the same name, or adds it if there is none. Callers see all of the one
     * or all of the other; calls that run go on.
     *
     * @throws IllegalArgumentException if its name is reserved or that of a library of the agent's own, or a keyword's name is
     *     taken; then nothing has changed
     */
    public synchronized void replace(Library library) {
        String name = KeywordName.normal(library.name());
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException("library name '" + library.name()
                    + "' is reserved for the agent itself, as system, job, file and rpc are: choose another one");
        }
        checkNotOwn(library.name());
        contents = Contents.of(with(library), contents.own());
    }

    /**
     * Removes a plugin's library. Calls that run go on.
     *
     * @return whether there was one of this name
     * @throws IllegalArgumentException if it is the agent's own
     */
    public synchronized boolean remove(String library) {
        checkNotOwn(library);
        List<Library> others = others(library);
        if (others.size() == contents.libraries().size()) {
            return false;
        }
        contents = Contents.of(others, contents.own());
        return true;
    }

    /** Whether there is a library of this name among the agent's own. */
    public boolean isOwn(String library) {
        String name = KeywordName.normal(library);
        return contents.own().contains(name) || apart.containsKey(name);
    }

    /**
     * Remembers what is wrong with a plugin, until it is solved.
     *
     * @return whether this is news
     */
    public boolean problem(String source, String error) {
        LibraryProblem before = problems.get(source);
        if (before != null && before.error().equals(error)) {
            return false;
        }
        problems.put(source, new LibraryProblem(source, error, Instant.now()));
        return true;
    }

    /** Nothing is wrong with a plugin any more. */
    public void solved(String source) {
        problems.remove(source);
    }

    @Override
    public List<LibraryProblem> problems() {
        return List.copyOf(problems.values());
    }

    private void checkNotOwn(String library) {
        if (isOwn(library)) {
            throw new IllegalArgumentException(
                    "library '" + library + "' is the agent's own: a plugin must have another name");
        }
    }

    private List<Library> with(Library library) {
        List<Library> libraries = new ArrayList<>(others(library.name()));
        libraries.add(library);
        return libraries;
    }

    private List<Library> others(String library) {
        String normal = KeywordName.normal(library);
        return contents.libraries().stream()
                .filter(other -> !KeywordName.normal(other.name()).equals(normal))
                .toList();
    }

    /** All libraries, by name: the same list as before if nothing has changed. */
    @Override
    public List<Library> libraries() {
        return contents.libraries();
    }

    /** All that can be asked for alone: the libraries, and then those apart. */
    public List<Library> onTheirOwn() {
        return Stream.concat(contents.libraries().stream(), apart.values().stream())
                .toList();
    }

    /** The library of this name, in any case, with or without its underscores. */
    public Optional<Library> library(String name) {
        String normal = KeywordName.normal(name);
        return contents.libraries().stream()
                .filter(library -> KeywordName.normal(library.name()).equals(normal))
                .findFirst()
                .or(() -> Optional.ofNullable(apart.get(normal)));
    }

    @Override
    public Optional<RegisteredKeyword> find(String name) {
        return Optional.ofNullable(contents.keywords().get(name));
    }

    @Override
    public List<RegisteredKeyword> all() {
        return List.copyOf(contents.keywords().values());
    }

    @Override
    public int size() {
        return contents.keywords().size();
    }
}

package dev.labhand.agent.keyword;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All keywords of an agent, by library. Every face offers exactly these, each under one name. Thread-safe. */
public final class KeywordRegistry implements Keywords {

    private volatile Contents contents = new Contents(List.of(), Map.of());

    /** What is registered at one time: replaced as a whole, never changed. */
    private record Contents(List<Library> libraries, Map<String, RegisteredKeyword> keywords) {}

    /**
     * Adds the methods of an object that are marked with {@link dev.labhand.api.Keyword}: all of them or, if one is refused,
     * none.
     *
     * @throws IllegalArgumentException if it has none, one is declared wrongly, or a name is taken or reserved
     */
    public void register(Object library) {
        add(JavaKeywords.library(library));
    }

    /**
     * Adds a library: all its keywords or, if one is refused, none.
     *
     * @throws IllegalArgumentException if its name or that of a keyword is taken
     */
    public synchronized void add(Library library) {
        List<Library> libraries = new ArrayList<>(contents.libraries());
        if (library(library.name()).isPresent()) {
            throw new IllegalArgumentException("library '" + library.name() + "' is registered already");
        }
        libraries.add(library);
        libraries.sort(Comparator.comparing(Library::name));
        Map<String, RegisteredKeyword> keywords = new TreeMap<>(contents.keywords());
        for (RegisteredKeyword keyword : library.all()) {
            if (keywords.put(keyword.spec().name(), keyword) != null) {
                throw new IllegalArgumentException("keyword '" + keyword.spec().name() + "' is registered already");
            }
        }
        contents = new Contents(List.copyOf(libraries), keywords);
    }

    /** All libraries, by name: the same list as before if nothing has changed. */
    @Override
    public List<Library> libraries() {
        return contents.libraries();
    }

    /** The library of this name, in any case, with or without its underscores. */
    public Optional<Library> library(String name) {
        String normal = KeywordName.normal(name);
        return contents.libraries().stream()
                .filter(library -> KeywordName.normal(library.name()).equals(normal))
                .findFirst();
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

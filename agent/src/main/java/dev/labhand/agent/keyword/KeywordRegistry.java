package dev.labhand.agent.keyword;

import dev.labhand.api.KeywordSpec;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All keywords of an agent. Every face offers exactly these, each under one name. Thread-safe. */
public final class KeywordRegistry {

    private static final int MAX_NAME_LENGTH = 200;

    private final Map<String, RegisteredKeyword> keywords = new ConcurrentHashMap<>();

    /**
     * Adds the methods of an object that are marked with {@link dev.labhand.api.Keyword}: all of them or, if one is refused,
     * none.
     *
     * @throws IllegalArgumentException if it has none, one is declared wrongly, or a name is taken or reserved
     */
    public void register(Object library) {
        registerAll(JavaKeywords.of(library));
    }

    /**
     * Adds keywords: all of them or, if one is refused, none.
     *
     * @throws IllegalArgumentException if a name is taken or reserved
     */
    public synchronized void registerAll(List<RegisteredKeyword> added) {
        Map<String, RegisteredKeyword> accepted = new LinkedHashMap<>();
        for (RegisteredKeyword keyword : added) {
            String name = keyword.spec().name();
            checkName(name);
            if (keywords.containsKey(name) || accepted.putIfAbsent(name, keyword) != null) {
                throw new IllegalArgumentException("keyword '" + name + "' is registered already");
            }
        }
        keywords.putAll(accepted);
    }

    /** The keyword of this name. */
    public Optional<RegisteredKeyword> find(String name) {
        return Optional.ofNullable(keywords.get(name));
    }

    /** All contracts, by name. */
    public List<KeywordSpec> specs() {
        return keywords.values().stream()
                .map(RegisteredKeyword::spec)
                .sorted(Comparator.comparing(KeywordSpec::name))
                .toList();
    }

    /** How many keywords there are. */
    public int size() {
        return keywords.size();
    }

    private static void checkName(String name) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH || !name.equals(Printable.of(name, MAX_NAME_LENGTH))) {
            throw new IllegalArgumentException("keyword name '" + Printable.of(name) + "' is blank, longer than "
                    + MAX_NAME_LENGTH + " characters or has unprintable ones");
        }
        if (name.startsWith("system.") || name.startsWith("rpc.")) {
            throw new IllegalArgumentException(
                    "keyword name '" + name + "' is reserved: system.* and rpc.* belong to the RPC faces");
        }
    }
}

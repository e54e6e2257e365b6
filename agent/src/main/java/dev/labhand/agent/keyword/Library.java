package dev.labhand.agent.keyword;

import dev.labhand.api.KeywordSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keywords that belong together, under a name of their own. Immutable. */
public final class Library implements Keywords {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final int MAX_NAME_LENGTH = 200;

    private final String name;
    private final String doc;
    private final String init;
    private final String version;
    private final Runnable imported;
    private final Map<String, RegisteredKeyword> keywords = new TreeMap<>();

    /** One whose making needs no words: see {@link #Library(String, String, String, String, Collection)}. */
    public Library(String name, String doc, String version, Collection<RegisteredKeyword> keywords) {
        this(name, doc, "", version, keywords);
    }

    /**
     * Checks the names.
     *
     * @param name 1 to 64 letters, digits and underscores, beginning with a letter
     * @param init how it was made, for readers: Robot Framework's documentation of {@code __init__}; may be empty
     * @param version empty for the agent's own
     * @throws IllegalArgumentException if a name cannot be used; or two keywords differ in nothing but case, dots, spaces and
     *     underscores; or one has more embedded arguments than it could take
     */
    public Library(String name, String doc, String init, String version, Collection<RegisteredKeyword> keywords) {
        this(name, doc, init, version, keywords, () -> {});
    }

    /**
     * One that does something whenever Robot Framework imports it.
     *
     * @param imported is run on the thread of the importing call, at once
     */
    public Library(
            String name,
            String doc,
            String init,
            String version,
            Collection<RegisteredKeyword> keywords,
            Runnable imported) {
        if (!NAME.matcher(name).matches() || name.equalsIgnoreCase("system") || name.equalsIgnoreCase("rpc")) {
            throw new IllegalArgumentException(
                    "library name '" + Printable.of(name)
                            + "' should be 1 to 64 letters, digits and underscores, begin with a letter, and not be system or rpc");
        }
        this.name = name;
        this.doc = doc;
        this.init = init;
        this.version = version;
        this.imported = imported;
        Map<String, KeywordSpec> taken = new HashMap<>();
        for (RegisteredKeyword keyword : keywords) {
            KeywordSpec spec = keyword.spec();
            checkName(spec.name());
            checkName(spec.robotName());
            checkEmbedded(spec);
            KeywordSpec other = taken.put(KeywordName.normal(spec.robotName()), spec);
            if (other != null) {
                throw new IllegalArgumentException("library " + name + " has two keywords '" + spec.robotName() + "'"
                        + (other.name().equals(spec.name())
                                ? ""
                                : ", '" + spec.name() + "' and '" + other.name()
                                        + "': Robot Framework takes one for the other"));
            }
            RegisteredKeyword namesake = this.keywords.put(spec.name(), keyword);
            if (namesake != null) {
                throw new IllegalArgumentException("library " + name + " has two keywords '" + spec.name() + "': '"
                        + namesake.spec().robotName() + "' and '" + spec.robotName()
                        + "' have the same name on the RPC faces");
            }
        }
    }

    public String name() {
        return name;
    }

    /** What it is for. */
    public String doc() {
        return doc;
    }

    /** How it was made; may be empty. */
    public String init() {
        return init;
    }

    /** Its version; empty for the agent's own. */
    public String version() {
        return version;
    }

    /** Robot Framework imports it, for the caller on this thread. */
    public void imported() {
        imported.run();
    }

    @Override
    public Optional<RegisteredKeyword> find(String keyword) {
        return Optional.ofNullable(keywords.get(keyword));
    }

    @Override
    public List<RegisteredKeyword> all() {
        return List.copyOf(keywords.values());
    }

    @Override
    public List<Library> libraries() {
        return List.of(this);
    }

    @Override
    public int size() {
        return keywords.size();
    }

    private static void checkEmbedded(KeywordSpec spec) {
        List<String> embedded = KeywordName.embedded(spec.robotName());
        if (embedded.size() > spec.positional().size() && spec.varargs().isEmpty()) {
            throw new IllegalArgumentException("keyword '" + spec.robotName() + "' has "
                    + (embedded.size() == 1 ? "an embedded argument" : embedded.size() + " embedded arguments")
                    + " but only " + spec.positional().size() + " positional to take them");
        }
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

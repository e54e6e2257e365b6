package dev.labhand.agent.keyword;

import dev.labhand.api.KeywordSpec;
import java.util.List;
import java.util.Optional;

/** Keywords that a face offers: all of an agent's, or those of one library. Thread-safe. */
public interface Keywords {

    /** The keyword of this name. */
    Optional<RegisteredKeyword> find(String name);

    /** All of them, by name. */
    List<RegisteredKeyword> all();

    /** All contracts, by name. */
    default List<KeywordSpec> specs() {
        return all().stream().map(RegisteredKeyword::spec).toList();
    }

    /** The libraries that they belong to, by name. */
    List<Library> libraries();

    /** The plugins that should be among them and could not be loaded, by their sources. */
    default List<LibraryProblem> problems() {
        return List.of();
    }

    /** How many there are. */
    int size();
}

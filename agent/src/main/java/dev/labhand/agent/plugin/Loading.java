package dev.labhand.agent.plugin;

import dev.labhand.agent.keyword.Library;
import java.util.List;

/** What came of loading a plugin. */
sealed interface Loading {

    /**
     * Its libraries.
     *
     * @param problems what they lack, for readers: sentences
     * @param retire called once, when no new call finds them any more; those that run go on
     */
    record Loaded(List<Library> libraries, List<String> problems, Runnable retire) implements Loading {
        /** Not to be changed later. */
        public Loaded {
            libraries = List.copyOf(libraries);
            problems = List.copyOf(problems);
        }
    }

    /** None, for a reason that may have several lines. */
    record Failed(String why) implements Loading {}
}

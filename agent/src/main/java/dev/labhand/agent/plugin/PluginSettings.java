package dev.labhand.agent.plugin;

import java.util.List;

/**
 * Which keywords an agent offers besides its own.
 *
 * @param python the program that runs libraries in Python: a path, or a name that is looked up on the PATH
 */
public record PluginSettings(List<KeywordSource> sources, String python) {

    /** None. */
    public static final PluginSettings DEFAULTS = new PluginSettings(List.of(), "python3");

    public PluginSettings {
        sources = List.copyOf(sources);
    }
}

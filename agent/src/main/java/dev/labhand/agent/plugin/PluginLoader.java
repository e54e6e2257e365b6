package dev.labhand.agent.plugin;

/** Makes libraries of one plugin. Each kind of plugin has its own loader. */
@FunctionalInterface
interface PluginLoader {

    /** Reads the plugin as it is now. May wait, on the calling thread; an interrupt ends that. Never throws. */
    Loading load();
}

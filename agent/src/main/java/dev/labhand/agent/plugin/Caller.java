package dev.labhand.agent.plugin;

import dev.labhand.api.InvocationResult;

/** How the keywords of one plugin are run. Thread-safe. */
interface Caller {

    /**
     * Runs a keyword, once, on the calling thread. An interrupt cancels the call: its processes are ended, with all that they
     * started, before this returns.
     */
    InvocationResult run(Call call);

    /** There will be hardly any more calls: processes that wait for some are ended. Those that run go on. */
    void retire();
}

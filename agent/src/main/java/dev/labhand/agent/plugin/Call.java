package dev.labhand.agent.plugin;

import dev.labhand.api.Log;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of a plugin's keyword.
 *
 * @param keyword its name as the plugin described it
 * @param timeout how long it may take; empty for as long as the caller waits
 */
record Call(
        String keyword,
        List<@Nullable Object> args,
        Map<String, @Nullable Object> kwargs,
        Optional<Duration> timeout,
        Log log) {}

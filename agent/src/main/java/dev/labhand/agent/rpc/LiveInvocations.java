package dev.labhand.agent.rpc;

import dev.labhand.agent.access.Caller;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Log;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The invocations that run, and the last that ended, so that who comes late still sees the end. Thread-safe. */
public final class LiveInvocations {

    static final int MAX_ENDED = 1000;

    /** Characters of the logs of all that ended together. */
    static final int MAX_ENDED_LENGTH = 4 << 20;

    private final String prefix = Long.toString(Instant.now().getEpochSecond(), Character.MAX_RADIX) + "-";
    private final AtomicLong count = new AtomicLong();
    private final Map<String, LiveInvocation> known = new ConcurrentHashMap<>();
    private final ArrayDeque<LiveInvocation> ended = new ArrayDeque<>();
    private int endedLength;

    /** @param log gets every line, too */
    LiveInvocation begin(Caller caller, String keyword, Log log) {
        LiveInvocation begun = new LiveInvocation(prefix + count.incrementAndGet(), keyword, caller, log);
        known.put(begun.id(), begun);
        return begun;
    }

    void end(LiveInvocation invocation, InvocationResult result) {
        invocation.end(result);
        synchronized (ended) {
            ended.add(invocation);
            endedLength += invocation.length();
            while (ended.size() > MAX_ENDED || endedLength > MAX_ENDED_LENGTH) {
                LiveInvocation oldest = ended.remove();
                endedLength -= oldest.length();
                known.remove(oldest.id());
            }
        }
    }

    /** Those that run, the oldest first. */
    public List<LiveInvocation> running() {
        return known.values().stream()
                .filter(LiveInvocation::isRunning)
                .sorted(Comparator.comparing(LiveInvocation::since))
                .toList();
    }

    /** The one of this id, if it runs or ended a moment ago. */
    public Optional<LiveInvocation> find(String id) {
        return Optional.ofNullable(known.get(id));
    }
}

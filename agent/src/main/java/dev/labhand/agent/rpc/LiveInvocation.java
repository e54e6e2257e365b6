package dev.labhand.agent.rpc;

import dev.labhand.agent.access.Caller;
import dev.labhand.api.Failure;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An invocation that runs, or did so a moment ago, and the last lines of its log for whoever looks on. Who looks on slowly
 * misses lines, but never holds the keyword up. Thread-safe.
 */
public final class LiveInvocation implements Log {

    static final int MAX_LINES = 1000;

    /** Characters of all kept messages together. */
    static final int MAX_LENGTH = 64 * 1024;

    /** Characters of one message: the rest is cut off. */
    static final int MAX_MESSAGE = 16 * 1024;

    private final String id;
    private final String keyword;
    private final Caller caller;
    private final Log log;
    private final Instant since = Instant.now();
    private final long startedNanos = System.nanoTime();

    private final ArrayDeque<Line> lines = new ArrayDeque<>(0);
    private long count;
    private int length;
    private @Nullable End end;

    /**
     * One message of the log.
     *
     * @param number 1 for the first of the invocation
     */
    public record Line(long number, Instant time, Level level, String message) {}

    /**
     * How it ended.
     *
     * @param number one more than that of the last line
     * @param failure empty if it passed
     */
    public record End(long number, Optional<Failure> failure, Duration elapsed) {}

    /**
     * What there is to see.
     *
     * @param lines consecutive; more may follow if there is no end
     * @param end if it has ended, and no more lines follow
     */
    public record News(List<Line> lines, Optional<End> end) {}

    LiveInvocation(String id, String keyword, Caller caller, Log log) {
        this.id = id;
        this.keyword = keyword;
        this.caller = caller;
        this.log = log;
    }

    /** Names it among all of this agent, before and after a restart. */
    public String id() {
        return id;
    }

    /** The keyword's name on the RPC faces. */
    public String keyword() {
        return keyword;
    }

    public Caller caller() {
        return caller;
    }

    public Instant since() {
        return since;
    }

    public synchronized boolean isRunning() {
        return end == null;
    }

    @Override
    public void write(Level level, String message) {
        write(level, Instant.now(), message);
    }

    /** Keeps the message and hands it on to the log of the result, with the same time and in the same order. */
    @Override
    public synchronized void write(Level level, Instant time, String message) {
        if (end != null) {
            return;
        }
        log.write(level, time, message);
        String kept = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + " …";
        lines.add(new Line(++count, time, level, kept));
        length += kept.length();
        while (lines.size() > MAX_LINES || length > MAX_LENGTH) {
            length -= lines.remove().message().length();
        }
        notifyAll();
    }

    /**
     * What was not seen yet. If there is nothing, waits for something, or for so long.
     *
     * @param seen the number of the last line that was, 0 for none
     */
    public synchronized News after(long seen, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (count <= seen && end == null) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            wait(left / 1_000_000 + 1);
        }
        List<Line> unseen = new ArrayList<>();
        lines.descendingIterator().forEachRemaining(line -> {
            if (line.number() > seen) {
                unseen.add(line);
            }
        });
        return new News(unseen.reversed(), Optional.ofNullable(end));
    }

    synchronized void end(InvocationResult result) {
        Optional<Failure> failure =
                result instanceof InvocationResult.Failed(Failure why) ? Optional.of(why) : Optional.empty();
        end = new End(count + 1, failure, Duration.ofNanos(System.nanoTime() - startedNanos));
        notifyAll();
    }

    /** Characters that are kept. */
    synchronized int length() {
        return length;
    }
}

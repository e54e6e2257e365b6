package dev.labhand.controller.run;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Invocation;
import dev.labhand.api.JobId;
import dev.labhand.controller.client.Following;
import dev.labhand.controller.client.KeywordCatalog;
import dev.labhand.controller.inventory.Node;
import dev.labhand.ssh.files.Copied;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a run does, and where.
 *
 * @param nodes each once, in the order of reports
 */
public record Plan(Work work, List<Node> nodes, RunOptions options) {

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException if input is to be handed on to the jobs of several nodes
     */
    public Plan {
        nodes = List.copyOf(nodes);
        if (work instanceof Follow follow && follow.input().isPresent() && nodes.size() > 1) {
            throw new IllegalArgumentException("the input of a job goes to one node, not to " + nodes.size());
        }
    }

    /** What is done on each target. */
    public sealed interface Work {}

    /** A shell command; {@link ExecOptions#timeout} is its time limit. */
    public record Exec(String command, ExecOptions options) implements Work {}

    /**
     * A shell command that goes on by itself as a job of the target's agent; the outcome is {@code returned} with its id.
     *
     * @param options name the run: each target's job has that id with an ending of its own
     */
    public record Start(String command, ExecOptions options) implements Work {}

    /**
     * The output of a job so far, or to its end; the outcome is the job's.
     *
     * @param input is handed on to the job's standard input if that is open, and is not read else; for one node only
     */
    public record Follow(JobId job, Following how, Optional<InputStream> input) implements Work {

        /** A job that is only looked at. */
        public Follow(JobId job, Following how) {
            this(job, how, Optional.empty());
        }
    }

    /**
     * The stop of a job.
     *
     * @param reading makes the outcome's value of the struct of the job's own outcome, as for a call
     */
    public record Stop(JobId job, Function<@Nullable Object, @Nullable Object> reading) implements Work {}

    /**
     * A keyword.
     *
     * @param invocation its arguments are wire values, or {@link dev.labhand.controller.client.TextArgument}s
     * @param limit after this time without an answer the target is {@code lost}
     * @param reading makes the outcome's value of the one that the agent returned; if it throws an
     *     {@link IllegalArgumentException}, the outcome is {@code rejected} with its message
     */
    public record Call(
            Invocation invocation, Optional<Duration> limit, Function<@Nullable Object, @Nullable Object> reading)
            implements Work {

        /** A keyword whose value is the outcome's as it is. */
        public Call(Invocation invocation, Optional<Duration> limit) {
            this(invocation, limit, value -> value);
        }
    }

    /**
     * Files to or from each target.
     *
     * @param limit after this time it is stopped and the target is {@code timed_out}
     */
    public record Copy(FileTask task, Optional<Duration> limit) implements Work {}

    /** What is copied on one target. */
    @FunctionalInterface
    public interface FileTask {

        /**
         * Does it.
         *
         * @param progress is told how many bytes more have gone over
         */
        FileResult<Copied> run(Node node, RemoteFiles files, LongConsumer progress);
    }

    /** A command on each node, with everything else at its default. */
    public static Plan exec(Collection<Node> nodes, String command) {
        return new Plan(new Exec(command, ExecOptions.DEFAULTS), List.copyOf(nodes), RunOptions.DEFAULTS);
    }

    /** A keyword on each node, with everything else at its default. */
    public static Plan call(Collection<Node> nodes, String keyword, @Nullable Object... arguments) {
        return new Plan(
                new Call(Invocation.of(keyword, arguments), Optional.empty()), List.copyOf(nodes), RunOptions.DEFAULTS);
    }

    /** What the agents of these nodes offer: each returned value is a {@link KeywordCatalog}. */
    public static Plan keywords(Collection<Node> nodes) {
        return new Plan(
                new Call(Invocation.of("rpc.discover"), Optional.empty(), KeywordCatalog::of),
                List.copyOf(nodes),
                RunOptions.DEFAULTS);
    }

    /** The same under other options. */
    public Plan with(RunOptions changed) {
        return new Plan(work, nodes, changed);
    }
}

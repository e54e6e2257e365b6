package dev.labhand.controller.client;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.protocol.JobOutput;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand.Ending;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of one job of an agent as it comes, and learns its end. Reading again does no harm, so a broken connection
 * is made anew.
 */
final class JobFollower {

    /** How long an agent holds a read while there is nothing new. */
    private static final Duration HOLD = Duration.ofSeconds(5);

    /** Bytes of output in one answer at most. */
    private static final long MAX_BYTES = 256 << 10;

    private final AgentSession session;
    private final Supplier<AgentSession> sessions;
    private final AgentWords words;
    private final JobId id;
    private final CommandOutput output;
    private final Cancellation cancellation;
    private final Duration silence;
    private final Duration grace;
    private volatile @Nullable Deadline stopped;
    private boolean known;

    /**
     * Sends nothing yet.
     *
     * @param sessions more of them, for a stop: the first one may hold a read
     * @param grace what a stop may take on the target
     * @param known whether the agent is known to have the job
     */
    JobFollower(
            AgentSession session,
            Supplier<AgentSession> sessions,
            AgentWords words,
            JobId id,
            CommandOutput output,
            Cancellation cancellation,
            Duration silence,
            Duration grace,
            boolean known) {
        this.session = session;
        this.sessions = sessions;
        this.words = words;
        this.id = id;
        this.output = output;
        this.cancellation = cancellation;
        this.silence = silence;
        this.grace = grace;
        this.known = known;
    }

    /**
     * Reads from the first byte on.
     *
     * @param overdue when an end should have come, whatever happens; empty for never
     */
    Ending run(Following how, Optional<Duration> overdue) {
        Runnable onRequest = how == Following.ATTACHED ? this::stop : session::close;
        try (var _ = cancellation.onRequest(onRequest)) {
            return follow(how, overdue.map(Deadline::in));
        }
    }

    private Ending follow(Following how, Optional<Deadline> overdue) {
        Patience patience = new Patience(silence);
        long stdout = 0;
        long stderr = 0;
        while (true) {
            // After trouble the answer is wanted at once.
            Duration hold = patience.untouched() && how != Following.SO_FAR ? HOLD : Duration.ZERO;
            switch (session.call(read(stdout, stderr, hold), hold.plus(silence))) {
                case Exchange.Answered(InvocationResult.Passed(var value)) -> {
                    patience.reset();
                    known = true;
                    JobOutput part;
                    try {
                        part = JobOutput.fromStruct(Structs.of(value));
                        deliver(part);
                    } catch (IllegalArgumentException e) {
                        return lost("the agent's answer to job.read makes no sense: " + e.getMessage());
                    } catch (IOException e) {
                        return unkept(how, e);
                    }
                    if (part.eof() && part.outcome().isFinal()) {
                        return new Ending(words.ofTarget(part.outcome(), cancellation.requested()), part.stop());
                    }
                    boolean nothingNew = part.nextStdout() == stdout && part.nextStderr() == stderr;
                    if (how == Following.SO_FAR && nothingNew) {
                        return ending(new Outcome.Running());
                    }
                    stdout = part.nextStdout();
                    stderr = part.nextStderr();
                }
                case Exchange.Answered(InvocationResult.Failed(Failure failure))
                when failure.code() == Failure.NO_SUCH_JOB -> {
                    return known
                            ? lost("the agent no longer knows the command: it was restarted elsewhere, or the job was"
                                    + " removed")
                            : ending(new Outcome.Failed(failure));
                }
                case Exchange.NotTaken(Outcome outcome)
                when !known && patience.untouched() -> {
                    return ending(words.byTheAgent(outcome));
                }
                case Exchange other -> {
                    if (how != Following.ATTACHED && cancellation.requested().isPresent()) {
                        return ending(new Outcome.Running());
                    }
                    if (!patience.waitAndGoOn()) {
                        return lost(words.agentName() + trouble(other));
                    }
                }
            }
            Deadline stopDeadline = stopped;
            if (stopDeadline != null && stopDeadline.passed()) {
                return lost("it was asked to stop, and the agent tells of no end");
            }
            if (overdue.isPresent() && overdue.get().passed()) {
                stop();
                return lost("the agent tells of no end, long after the time limit");
            }
        }
    }

    /** A command that this controller began is not left alone with output that nobody takes. */
    private Ending unkept(Following how, IOException why) {
        if (how == Following.ATTACHED) {
            stop();
        }
        return ending(new Outcome.Rejected("its output could not be kept: " + Reasons.of(why)));
    }

    private Invocation read(long stdout, long stderr, Duration hold) {
        Map<String, @Nullable Object> offsets = new LinkedHashMap<>();
        offsets.put("stdout", stdout);
        offsets.put("stderr", stderr);
        return Invocation.of("job.read", id.value(), offsets, MAX_BYTES, hold.toSeconds());
    }

    private void deliver(JobOutput part) throws IOException {
        if (part.stdout().length > 0) {
            output.stdout(part.stdout(), 0, part.stdout().length);
        }
        if (part.stderr().length > 0) {
            output.stderr(part.stderr(), 0, part.stderr().length);
        }
    }

    private static String trouble(Exchange exchange) {
        return switch (exchange) {
            case Exchange.Answered(InvocationResult.Failed(Failure failure)) -> failure.text();
            case Exchange.Answered(InvocationResult.Passed _) -> "";
            case Exchange.NotTaken(Outcome outcome) -> "while the command ran: " + Outcomes.reason(outcome);
            case Exchange.Broken(String reason) -> "while the command ran: " + reason;
        };
    }

    /** Asks the agent for the stop, over a connection of its own: the other one may hold a read. */
    private void stop() {
        stopped = Deadline.in(grace.plus(silence));
        Thread.ofVirtual().start(() -> {
            try (AgentSession aside = sessions.get()) {
                Patience patience = new Patience(silence);
                Duration limit = grace.plus(silence);
                while (!(aside.call(Invocation.of("job.stop", id.value()), limit) instanceof Exchange.Answered)
                        && patience.waitAndGoOn()) {
                    // Once more: stopping twice does no harm.
                }
            }
        });
    }

    private static Ending lost(String reason) {
        return ending(new Outcome.Lost(reason));
    }

    private static Ending ending(Outcome outcome) {
        return new Ending(outcome, Optional.empty());
    }
}

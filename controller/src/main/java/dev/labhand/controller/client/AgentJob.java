package dev.labhand.controller.client;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
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
 * One command on one agent: start the job under an id of our own, read its output until it ends, stop it when asked to.
 * Because the id is ours, a start whose answer got lost can be sent again: it attaches.
 */
final class AgentJob {

    /** How long an agent holds a read while there is nothing new. */
    private static final Duration HOLD = Duration.ofSeconds(5);

    /** What an agent may need to reach the target before the command's own time begins. */
    private static final Duration REACHING = Duration.ofSeconds(30);

    /** Bytes of output in one answer at most. */
    private static final long MAX_BYTES = 256 << 10;

    private final AgentSession session;
    private final Supplier<AgentSession> sessions;
    private final Target target;
    private final String command;
    private final ExecOptions options;
    private final CommandOutput output;
    private final Cancellation cancellation;
    private final Duration silence;
    private final JobId id;
    private volatile @Nullable Deadline stopped;

    AgentJob(
            AgentSession session,
            Supplier<AgentSession> sessions,
            Target target,
            String command,
            ExecOptions options,
            CommandOutput output,
            Cancellation cancellation,
            Duration silence) {
        this.session = session;
        this.sessions = sessions;
        this.target = target;
        this.command = command;
        this.id = options.jobId().orElseGet(JobId::mint);
        this.options = options.withJobId(id);
        this.output = output;
        this.cancellation = cancellation;
        this.silence = silence;
    }

    Ending run() {
        Optional<Outcome> notStarted;
        try (var _ = cancellation.onRequest(session::cancelConnecting)) {
            notStarted = start();
        }
        if (notStarted.isPresent()) {
            return ending(notStarted.get());
        }
        try (var _ = cancellation.onRequest(this::stop)) {
            return follow();
        }
    }

    /** Empty when the agent has the job; else how it ended. */
    private Optional<Outcome> start() {
        Optional<String> cancelled = cancellation.requested();
        if (cancelled.isPresent()) {
            return Optional.of(new Outcome.NotRun(cancelled.get()));
        }
        Invocation start = Invocation.of("job.start", target.toString(), command, ExecOptionsStruct.write(options));
        Duration upload = Duration.ofSeconds(
                options.stdin().map(bytes -> bytes.length >> 18).orElse(0));
        Patience patience = new Patience(silence);
        while (true) {
            String trouble;
            // The first start on an agent may find it cold.
            Duration limit = patience.untouched() ? silence.multipliedBy(3) : silence;
            switch (session.call(start, limit.plus(upload))) {
                case Exchange.Answered(InvocationResult.Passed _) -> {
                    return Optional.empty();
                }
                case Exchange.Answered(InvocationResult.Failed(Failure failure)) -> {
                    return Optional.of(new Outcome.Rejected(failure.text()));
                }
                case Exchange.NotTaken(Outcome outcome) -> {
                    if (patience.untouched()) {
                        return Optional.of(session.givenUp() ? notRun() : byTheAgent(outcome));
                    }
                    trouble = Outcomes.reason(outcome);
                }
                case Exchange.Broken(String reason) -> trouble = reason;
            }
            if (!patience.waitAndGoOn()) {
                return Optional.of(new Outcome.Lost(agentName() + "the agent perhaps started it: " + trouble));
            }
        }
    }

    private Outcome notRun() {
        return new Outcome.NotRun(cancellation.requested().orElse("stopped"));
    }

    /** Reads on until the end. Reading again does no harm, so a broken connection is made anew. */
    private Ending follow() {
        Optional<Deadline> overdue = options.timeout()
                .map(limit ->
                        Deadline.in(limit.plus(options.grace()).plus(REACHING).plus(silence)));
        Patience patience = new Patience(silence);
        long stdout = 0;
        long stderr = 0;
        while (true) {
            // After trouble the answer is wanted at once.
            Duration hold = patience.untouched() ? HOLD : Duration.ZERO;
            switch (session.call(read(stdout, stderr, hold), hold.plus(silence))) {
                case Exchange.Answered(InvocationResult.Passed(var value)) -> {
                    patience.reset();
                    JobOutput part;
                    try {
                        part = JobOutput.fromStruct(Structs.of(value));
                        deliver(part);
                    } catch (IllegalArgumentException e) {
                        return lost("the agent's answer to job.read makes no sense: " + e.getMessage());
                    } catch (IOException e) {
                        stop();
                        return ending(new Outcome.Rejected("its output could not be kept: " + Reasons.of(e)));
                    }
                    if (part.eof() && part.outcome().isFinal()) {
                        return new Ending(ofTarget(part.outcome()), part.stop());
                    }
                    stdout = part.nextStdout();
                    stderr = part.nextStderr();
                }
                case Exchange.Answered(InvocationResult.Failed(Failure failure))
                when failure.code() == Failure.NO_SUCH_JOB -> {
                    return lost("the agent no longer knows the command: it was restarted meanwhile");
                }
                case Exchange other -> {
                    if (!patience.waitAndGoOn()) {
                        return lost(agentName() + trouble(other));
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
        stopped = Deadline.in(options.grace().plus(silence));
        Thread.ofVirtual().start(() -> {
            try (AgentSession aside = sessions.get()) {
                Patience patience = new Patience(silence);
                Duration limit = options.grace().plus(silence);
                while (!(aside.call(Invocation.of("job.stop", id.value()), limit) instanceof Exchange.Answered)
                        && patience.waitAndGoOn()) {
                    // Once more: stopping twice does no harm.
                }
            }
        });
    }

    /** The job's outcome, in words that are true here and not only on the agent. */
    private Outcome ofTarget(Outcome outcome) {
        String at = "at agent " + session.url() + ", whose files and flags are meant: ";
        return switch (outcome) {
            // The agent only knows that it was asked to stop; here is known why.
            case Outcome.Cancelled(String theirs) ->
                new Outcome.Cancelled(cancellation.requested().orElse(theirs));
            case Outcome.HostKeyRejected(String reason) -> new Outcome.HostKeyRejected(at + reason);
            case Outcome.AuthFailed(String reason) -> new Outcome.AuthFailed(at + reason);
            default -> outcome;
        };
    }

    /** What hindered the conversation with the agent, which must not be taken for trouble with the host behind it. */
    private Outcome byTheAgent(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unreachable(String reason) -> new Outcome.Unreachable(agentName() + reason);
            case Outcome.AuthFailed(String reason) -> new Outcome.AuthFailed(agentName() + reason);
            case Outcome.Rejected(String reason) -> new Outcome.Rejected(agentName() + reason);
            default -> outcome;
        };
    }

    /** Says which agent it is about where the node is not the agent itself. */
    private String agentName() {
        return target instanceof Target.Local ? "" : "agent " + session.url() + ": ";
    }

    private static Ending lost(String reason) {
        return ending(new Outcome.Lost(reason));
    }

    private static Ending ending(Outcome outcome) {
        return new Ending(outcome, Optional.empty());
    }
}

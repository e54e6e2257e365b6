package dev.labhand.controller.client;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.api.Target;
import dev.labhand.controller.inventory.Address;
import dev.labhand.protocol.OutcomeStruct;
import dev.labhand.protocol.RpcCodec;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand.Ending;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A target behind an agent: the agent's own machine, or a host that it reaches. */
final class AgentClient implements TargetClient {

    /** What stopping a job that somebody else started may take: its grace time is not known here. */
    private static final Duration STOPPING = Duration.ofMinutes(1);

    private static final Ending NO_CANDIDATE =
            new Ending(new Outcome.Rejected("no job can have this id"), Optional.empty());

    private final Address.Agent agent;
    private final Target target;
    private final AgentAccess access;
    private final RpcCodec codec;

    AgentClient(Address.Agent agent, Target target, AgentAccess access, RpcCodec codec) {
        this.agent = agent;
        this.target = target;
        this.access = access;
        this.codec = codec;
    }

    @Override
    public Ending exec(String command, ExecOptions options, CommandOutput output, Cancellation cancellation) {
        try (AgentSession session = session()) {
            return new AgentJob(
                            session, this::session, target, command, options, output, cancellation, access.silence())
                    .run();
        }
    }

    @Override
    public Outcome call(Invocation call, Optional<Duration> limit, Cancellation cancellation) {
        if (!(target instanceof Target.Local)) {
            return new Outcome.Rejected(target + " is reached through " + agent.url()
                    + " and offers no keywords of its own: call the agent instead");
        }
        try (AgentSession session = session()) {
            return new KeywordCall(session, call, limit, cancellation).run();
        }
    }

    @Override
    public FileResult<RemoteFiles> openFiles() {
        return FileResult.done(new AgentFiles(session(), agent, target, access));
    }

    @Override
    public Outcome start(String command, ExecOptions options, Cancellation cancellation) {
        JobId id = ids().of(options.jobId().orElseGet(JobId::mint));
        try (AgentSession session = session()) {
            return new JobStart(session, words(), command, options.withJobId(id), cancellation, access.silence())
                    .run()
                    .orElseGet(() -> new Outcome.Returned(id.value()));
        }
    }

    @Override
    public Ending follow(
            JobId job, Following how, Optional<InputStream> input, CommandOutput output, Cancellation cancellation) {
        Ending ending = NO_CANDIDATE;
        for (JobId id : ids().candidates(job)) {
            try (AgentSession session = session();
                    var _ = InputForwarder.forward(input, session(), id, access.silence())) {
                ending = new JobFollower(
                                session,
                                this::session,
                                words(),
                                id,
                                output,
                                cancellation,
                                access.silence(),
                                STOPPING,
                                false)
                        .run(how, Optional.empty());
            }
            if (!isUnknown(ending.outcome())) {
                break;
            }
        }
        return ending;
    }

    @Override
    public Outcome stop(JobId job, Cancellation cancellation) {
        Outcome outcome = NO_CANDIDATE.outcome();
        for (JobId id : ids().candidates(job)) {
            outcome = stopOne(id, cancellation);
            if (!isUnknown(outcome)) {
                break;
            }
        }
        return outcome;
    }

    private static boolean isUnknown(Outcome outcome) {
        return outcome instanceof Outcome.Failed(Failure failure) && failure.code() == Failure.NO_SUCH_JOB;
    }

    private Outcome stopOne(JobId id, Cancellation cancellation) {
        Invocation call = Invocation.of("job.stop", id.value());
        try (AgentSession session = session()) {
            Outcome outcome = new KeywordCall(session, call, Optional.empty(), cancellation).run();
            return outcome instanceof Outcome.Returned(var report)
                    ? stopped(Structs.of(report))
                    : words().byTheAgent(outcome);
        } catch (IllegalArgumentException e) {
            return new Outcome.Rejected("the agent's answer to job.stop makes no sense: " + e.getMessage());
        }
    }

    private static Outcome stopped(Map<String, @Nullable Object> report) {
        Outcome outcome = OutcomeStruct.readOutcome(report);
        return switch (OutcomeStruct.readStop(report).orElse(new StopResult.Verified())) {
            case StopResult.Verified _ -> {
                Map<String, @Nullable Object> struct = new LinkedHashMap<>();
                OutcomeStruct.write(outcome, struct);
                yield new Outcome.Returned(struct);
            }
            case StopResult.Survivors(var processes, var _) ->
                notStopped(Outcomes.text(outcome) + "; still running there: " + String.join(", ", processes));
            case StopResult.Unverifiable(String reason) ->
                notStopped(Outcomes.text(outcome) + "; whether all of it has ended could not be checked: " + reason);
        };
    }

    private static Outcome notStopped(String why) {
        return new Outcome.Failed(new Failure(Failure.KEYWORD_FAILED, why, null));
    }

    private JobIdOnAgent ids() {
        return new JobIdOnAgent(agent.url(), target);
    }

    private AgentWords words() {
        return new AgentWords(agent.url(), target);
    }

    private AgentSession session() {
        return new AgentSession(agent, access, codec);
    }
}

package dev.labhand.controller.client;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand.Ending;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** One command on one agent: start the job under an id of our own, read its output until it ends, stop it when asked to. */
final class AgentJob {

    /** What an agent may need to reach the target before the command's own time begins. */
    private static final Duration REACHING = Duration.ofSeconds(30);

    private final ExecOptions options;
    private final Duration silence;
    private final JobStart start;
    private final JobFollower follower;

    AgentJob(
            AgentSession session,
            Supplier<AgentSession> sessions,
            Target target,
            String command,
            ExecOptions options,
            CommandOutput output,
            Cancellation cancellation,
            Duration silence) {
        JobId id = options.jobId().orElseGet(JobId::mint);
        AgentWords words = new AgentWords(session.url(), target);
        this.options = options;
        this.silence = silence;
        this.start = new JobStart(session, words, command, options.withJobId(id), cancellation, silence);
        this.follower =
                new JobFollower(session, sessions, words, id, output, cancellation, silence, options.grace(), true);
    }

    Ending run() {
        Optional<Outcome> notStarted = start.run();
        Optional<Duration> overdue = options.timeout()
                .map(limit -> limit.plus(options.grace()).plus(REACHING).plus(silence));
        return notStarted
                .map(outcome -> new Ending(outcome, Optional.empty()))
                .orElseGet(() -> follower.run(Following.ATTACHED, overdue));
    }
}

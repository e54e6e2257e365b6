package dev.labhand.controller.client;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * Hands one command to one agent under an id of our own. Because the id is ours, a start whose answer got lost can be sent
 * again: it attaches.
 */
final class JobStart {

    private final AgentSession session;
    private final AgentWords words;
    private final String command;
    private final ExecOptions options;
    private final Cancellation cancellation;
    private final Duration silence;

    /**
     * Sends nothing yet.
     *
     * @param options name the job
     */
    JobStart(
            AgentSession session,
            AgentWords words,
            String command,
            ExecOptions options,
            Cancellation cancellation,
            Duration silence) {
        this.session = session;
        this.words = words;
        this.command = command;
        this.options = options;
        this.cancellation = cancellation;
        this.silence = silence;
    }

    /** Empty when the agent has the job; else how it ended. */
    Optional<Outcome> run() {
        try (var _ = cancellation.onRequest(session::cancelConnecting)) {
            return send();
        }
    }

    private Optional<Outcome> send() {
        Optional<String> cancelled = cancellation.requested();
        if (cancelled.isPresent()) {
            return Optional.of(new Outcome.NotRun(cancelled.get()));
        }
        Invocation start =
                Invocation.of("job.start", words.target().toString(), command, ExecOptionsStruct.write(options));
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
                        return Optional.of(session.givenUp() ? notRun() : words.byTheAgent(outcome));
                    }
                    trouble = Outcomes.reason(outcome);
                }
                case Exchange.Broken(String reason) -> trouble = reason;
            }
            if (!patience.waitAndGoOn()) {
                return Optional.of(new Outcome.Lost(words.agentName() + "the agent perhaps started it: " + trouble));
            }
        }
    }

    private Outcome notRun() {
        return new Outcome.NotRun(cancellation.requested().orElse("stopped"));
    }
}

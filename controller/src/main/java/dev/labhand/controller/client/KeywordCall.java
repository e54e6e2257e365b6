package dev.labhand.controller.client;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One keyword call on one agent, sent once and never again: nobody knows what a second run would do.
 *
 * <p>Arguments that a person wrote are sent as what they look like. The agent converts nothing and refuses a wrong type
 * before anything runs; only then is it asked which types the keyword wants, and called with those. So the common call is one
 * request.
 */
final class KeywordCall {

    private final AgentSession session;
    private final Invocation call;
    private final Optional<Duration> limit;
    private final Deadline deadline;
    private final Cancellation cancellation;

    KeywordCall(AgentSession session, Invocation call, Optional<Duration> limit, Cancellation cancellation) {
        this.session = session;
        this.call = call;
        this.limit = limit;
        this.deadline = Deadline.in(limit.orElse(Deadline.FOREVER));
        this.cancellation = cancellation;
    }

    Outcome run() {
        try (var _ = cancellation.onRequest(session::close)) {
            Outcome outcome = converted();
            return cancellation.requested().map(why -> cancelled(outcome, why)).orElse(outcome);
        }
    }

    private Outcome cancelled(Outcome outcome, String why) {
        if (session.givenUp()) {
            return new Outcome.NotRun(why);
        }
        return outcome instanceof Outcome.Lost
                ? new Outcome.Cancelled(why + "; the keyword may still be running")
                : outcome;
    }

    private Outcome converted() {
        Optional<Invocation> obvious = TextArguments.obvious(call);
        if (obvious.isEmpty()) {
            return asked();
        }
        Outcome first = send(obvious.get());
        if (!(first instanceof Outcome.Failed(Failure failure)) || failure.code() != Failure.INVALID_PARAMS) {
            return first;
        }
        return TextArguments.none(call) ? first : again(obvious.get(), first);
    }

    /** The agent refused the arguments: were they of the wrong types? */
    private Outcome again(Invocation refused, Outcome refusal) {
        if (!(discover() instanceof Exchange.Answered(InvocationResult.Passed(var document)))) {
            return refusal;
        }
        try {
            Optional<Invocation> typed = typed(document);
            return typed.isEmpty() || typed.get().equals(refused) ? refusal : send(typed.get());
        } catch (IllegalArgumentException e) {
            return new Outcome.Failed(Failure.invalidParams(String.valueOf(e.getMessage())));
        }
    }

    /** What was meant cannot be seen: the types decide. */
    private Outcome asked() {
        switch (discover()) {
            case Exchange.Answered(InvocationResult.Passed(var document)) -> {
                try {
                    return send(typed(document).orElseGet(() -> TextArguments.untyped(call)));
                } catch (IllegalArgumentException e) {
                    return new Outcome.Failed(Failure.invalidParams(String.valueOf(e.getMessage())));
                }
            }
            case Exchange.Answered(InvocationResult.Failed _) -> {
                return send(TextArguments.untyped(call));
            }
            case Exchange.NotTaken(Outcome outcome) -> {
                return outcome;
            }
            case Exchange.Broken(String reason) -> {
                return new Outcome.Unreachable("before the keyword was called: " + reason);
            }
        }
    }

    private Exchange discover() {
        return session.call(
                new Invocation("rpc.discover", List.of(), Map.of("method", call.keyword())), deadline.remaining());
    }

    /** Empty if the document does not know the method. */
    private Optional<Invocation> typed(@Nullable Object document) {
        return MethodSignature.find(document, call.keyword()).map(signature -> TextArguments.typed(call, signature));
    }

    private Outcome send(Invocation invocation) {
        return switch (session.call(invocation, deadline.remaining())) {
            case Exchange.Answered(InvocationResult.Passed(var value)) -> new Outcome.Returned(value);
            case Exchange.Answered(InvocationResult.Failed(Failure failure)) -> new Outcome.Failed(failure);
            case Exchange.NotTaken(Outcome outcome) -> outcome;
            case Exchange.Broken(String reason) -> new Outcome.Lost(lost(reason));
        };
    }

    private String lost(String reason) {
        return limit.isPresent() && deadline.passed()
                ? "no answer within " + Seconds.text(limit.get()) + "; the keyword may still be running"
                : reason;
    }
}

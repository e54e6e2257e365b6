package dev.labhand.agent.rpc;

import dev.labhand.agent.access.Access;
import dev.labhand.agent.access.Caller;
import dev.labhand.agent.keyword.ClientSession;
import dev.labhand.agent.keyword.Printable;
import dev.labhand.agent.keyword.RegisteredKeyword;
import dev.labhand.agent.keyword.RegisteredKeyword.Binding;
import dev.labhand.agent.keyword.RegisteredKeyword.Body;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Log;
import java.util.Optional;
import java.util.function.Function;

/** Takes every call, of every face, from its name to its result. Thread-safe. */
public final class Dispatcher {

    private static final ScopedValue<Caller> CALLER = ScopedValue.newInstance();

    private static final InvocationResult CANCELLED = InvocationResult.failed(
            new Failure(Failure.CANCELLED, "Cancelled", "the caller disconnected before the call had ended"));

    private final Access access;
    private final LiveInvocations invocations = new LiveInvocations();

    public Dispatcher(Access access) {
        this.access = access;
    }

    /** Who makes the call that runs on this thread: for methods of a face that make calls on their caller's behalf. */
    public static Caller caller() {
        return CALLER.get();
    }

    /** What runs now: keywords that may take their time, of all faces. */
    public LiveInvocations invocations() {
        return invocations;
    }

    /** Runs a call on the calling thread and logs how it ended. Never throws. */
    public InvocationResult dispatch(Caller caller, Face face, Invocation call) {
        return dispatch(caller, face::find, call, Log.NONE, !face.isMethod(call.keyword()));
    }

    /**
     * The same for a call that has a log of its own.
     *
     * @param keywords finds what the call's name stands for
     */
    public InvocationResult dispatch(
            Caller caller, Function<String, Optional<RegisteredKeyword>> keywords, Invocation call, Log log) {
        return dispatch(caller, keywords, call, log, true);
    }

    private InvocationResult dispatch(
            Caller caller,
            Function<String, Optional<RegisteredKeyword>> keywords,
            Invocation call,
            Log log,
            boolean live) {
        long start = System.nanoTime();
        InvocationResult result = Cancellation.isRequested() ? CANCELLED : answer(caller, keywords, call, log, live);
        CallLog.ended(caller, call.keyword(), System.nanoTime() - start, result);
        return result;
    }

    private InvocationResult answer(
            Caller caller,
            Function<String, Optional<RegisteredKeyword>> keywords,
            Invocation call,
            Log log,
            boolean live) {
        Optional<RegisteredKeyword> keyword = keywords.apply(call.keyword());
        if (keyword.isEmpty()) {
            return InvocationResult.failed(Failure.noSuchMethod(Printable.of(call.keyword())));
        }
        Optional<Failure> refusal = access.refusal(caller, keyword.get().spec());
        if (refusal.isPresent()) {
            return InvocationResult.failed(refusal.get());
        }
        return switch (keyword.get().bind(call)) {
            case Binding.Refused(Failure failure) -> InvocationResult.failed(failure);
            case Binding.Ready(Body body) ->
                live && keyword.get().spec().blocking()
                        ? runLive(caller, keyword.get().spec().name(), body, log)
                        : run(caller, body, log);
        };
    }

    private InvocationResult runLive(Caller caller, String keyword, Body body, Log log) {
        LiveInvocation invocation = invocations.begin(caller, keyword, log);
        InvocationResult result = run(caller, body, invocation);
        invocations.end(invocation, result);
        return result;
    }

    private static InvocationResult run(Caller caller, Body body, Log log) {
        InvocationResult result = ScopedValue.where(CALLER, caller)
                .where(ClientSession.CURRENT, caller.clientSession())
                .call(() -> body.run(log));
        boolean cancelled = result instanceof InvocationResult.Failed && Cancellation.isRequested();
        return cancelled ? CANCELLED : result;
    }
}

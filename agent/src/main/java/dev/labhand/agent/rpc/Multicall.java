package dev.labhand.agent.rpc;

import dev.labhand.api.Arg;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Keyword;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code system.multicall}: several calls in one request, after the XML-RPC convention of that name. */
final class Multicall {

    private static final String NAME = "system.multicall";

    private final Face face;
    private final Dispatcher dispatcher;

    Multicall(Face face, Dispatcher dispatcher) {
        this.face = face;
        this.dispatcher = dispatcher;
    }

    @Keyword(
            value = NAME,
            doc = "Makes several calls, one after the other. A call that fails does not stop the others.",
            returns = "for each call, in order, an array with its one result, or the struct {faultCode, faultString}",
            tags = "system")
    public List<@Nullable Object> multicall(
            @Arg("Structs {methodName, params}. system.multicall itself cannot be among them.") List<Object> calls) {
        List<@Nullable Object> results = new ArrayList<>(calls.size());
        for (Object call : calls) {
            results.add(
                    switch (answer(call)) {
                        case InvocationResult.Passed(var value) -> Collections.singletonList(value);
                        case InvocationResult.Failed(Failure failure) -> fault(failure);
                    });
        }
        return results;
    }

    private InvocationResult answer(@Nullable Object call) {
        if (!(call instanceof Map<?, ?> struct)
                || !(struct.get("methodName") instanceof String method)
                || !(struct.get("params") instanceof List<?> params)) {
            return InvocationResult.failed(
                    Failure.invalidParams(NAME + ": each call should be a struct {methodName: string, params: array}"));
        }
        if (method.equals(NAME)) {
            return InvocationResult.failed(Failure.invalidParams(NAME + ": it cannot call itself"));
        }
        return dispatcher.dispatch(
                Dispatcher.caller(), face, new Invocation(method, new ArrayList<>(params), Map.of()));
    }

    private static Map<String, @Nullable Object> fault(Failure failure) {
        Map<String, @Nullable Object> fault = new LinkedHashMap<>();
        fault.put("faultCode", (long) failure.code());
        fault.put("faultString", failure.text());
        return fault;
    }
}

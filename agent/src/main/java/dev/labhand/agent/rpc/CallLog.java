package dev.labhand.agent.rpc;

import dev.labhand.agent.access.Caller;
import dev.labhand.agent.keyword.Printable;
import dev.labhand.api.Failure;
import dev.labhand.api.InvocationResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each call on the logger {@code call}: caller, method, milliseconds, and {@code passed} or {@code failed} with
 * the code. No arguments and no results: they may be secrets.
 */
public final class CallLog {

    private static final Logger LOG = LoggerFactory.getLogger("call");

    private CallLog() {}

    /** A call has ended. The name comes from the wire as it is. */
    static void ended(Caller caller, String method, long nanos, InvocationResult result) {
        if (LOG.isInfoEnabled()) {
            write(
                    caller,
                    Printable.of(method),
                    nanos,
                    switch (result) {
                        case InvocationResult.Passed _ -> "passed";
                        case InvocationResult.Failed(Failure failure) -> "failed " + failure.code();
                    });
        }
    }

    /** A message, or a part of one, was no call at all. */
    public static void unreadable(Caller caller, Failure failure) {
        if (LOG.isInfoEnabled()) {
            write(caller, "-", 0, "failed " + failure.code());
        }
    }

    /** Put together by hand: this runs for every call. */
    private static void write(Caller caller, String method, long nanos, String outcome) {
        long micros = nanos / 1000;
        StringBuilder line = new StringBuilder(96);
        line.append(caller).append(' ').append(method).append(' ');
        line.append(micros / 1000).append('.');
        long fraction = micros % 1000;
        line.append((char) ('0' + fraction / 100));
        line.append((char) ('0' + fraction / 10 % 10));
        line.append((char) ('0' + fraction % 10));
        line.append(" ms ").append(outcome);
        LOG.info(line.toString());
    }
}

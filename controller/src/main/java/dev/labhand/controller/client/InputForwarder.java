package dev.labhand.controller.client;

import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.protocol.JobInput;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands a stream on to the standard input of one job of an agent, to the end of either. Nothing is read before the agent says
 * that the job takes it. No byte comes twice: what the agent may have got already is sent again with its offset.
 */
final class InputForwarder implements AutoCloseable {

    /** Bytes of one call at most. */
    private static final int PIECE = 64 << 10;

    /** While so many bytes wait on the agent no more are sent: it takes 16 MiB. */
    private static final long ENOUGH = 1 << 20;

    private static final byte[] NOTHING = {};
    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private final InputStream source;
    private final AgentSession session;
    private final JobId id;
    private final Duration silence;
    private volatile boolean over;

    private InputForwarder(InputStream source, AgentSession session, JobId id, Duration silence) {
        this.source = source;
        this.session = session;
        this.id = id;
        this.silence = silence;
    }

    /**
     * Begins, in a thread of its own, which a read of the stream may keep until the process ends.
     *
     * @param source if empty, nothing is done
     * @param session is closed with this
     */
    static InputForwarder forward(Optional<InputStream> source, AgentSession session, JobId id, Duration silence) {
        InputForwarder input = new InputForwarder(source.orElseGet(InputStream::nullInputStream), session, id, silence);
        if (source.isPresent()) {
            Thread.ofPlatform().daemon().name("job-input").start(input::run);
        }
        return input;
    }

    private void run() {
        byte[] buffer = new byte[PIECE];
        try {
            // To write nothing tells whether the job takes anything.
            Optional<JobInput> state = write(NOTHING, false, 0);
            while (state.isPresent()) {
                state = next(state.get(), buffer);
            }
        } catch (IOException unreadable) {
            // What came before is on its way; that was not the end, so the job's input stays open.
        }
    }

    private Optional<JobInput> next(JobInput before, byte[] buffer) throws IOException {
        if (before.waiting() > ENOUGH) {
            LockSupport.parkNanos(PAUSE);
            return write(NOTHING, false, before.received());
        }
        int count = source.read(buffer);
        if (count < 0) {
            write(NOTHING, true, before.received());
            return Optional.empty();
        }
        return write(Arrays.copyOf(buffer, count), false, before.received());
    }

    /**
     * Sends bytes until the agent answers.
     *
     * @param received where they belong, if nobody else writes to the job
     * @return empty if the job takes no more, or nobody follows it any more
     */
    private Optional<JobInput> write(byte[] bytes, boolean last, long received) {
        Object data = Map.of("base64", Base64.getEncoder().encodeToString(bytes));
        Invocation call = Invocation.of("job.write", id.value(), data, last);
        Patience patience = new Patience(Deadline.FOREVER);
        while (!over) {
            switch (session.call(call, silence)) {
                case Exchange.Answered(InvocationResult.Passed(var value)) -> {
                    try {
                        return Optional.of(JobInput.fromStruct(Structs.of(value)));
                    } catch (IllegalArgumentException e) {
                        return Optional.empty();
                    }
                }
                case Exchange.Broken _ ->
                    // Only now, for with an offset the bytes would be taken for those that another one wrote meanwhile.
                    call = bytes.length == 0 ? call : Invocation.of("job.write", id.value(), data, last, received);
                case Exchange.NotTaken(Outcome.Unreachable _) -> {
                    // Once more.
                }
                case Exchange.Answered _, Exchange.NotTaken _ -> {
                    return Optional.empty();
                }
            }
            patience.waitAndGoOn();
        }
        return Optional.empty();
    }

    /** Sends no more. */
    @Override
    public void close() {
        over = true;
        session.close();
    }
}

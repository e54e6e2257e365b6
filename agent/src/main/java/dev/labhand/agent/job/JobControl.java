package dev.labhand.agent.job;

import dev.labhand.api.Failure;
import dev.labhand.api.KeywordException;
import dev.labhand.protocol.JobInput;
import dev.labhand.ssh.RunningCommand;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Speaks with the command of a job while it runs. Thread-safe. */
public final class JobControl {

    private final Job job;
    private final Object inputLock = new Object();
    private long received;
    private long waiting;
    private boolean closed;

    JobControl(Job job) {
        this.job = job;
    }

    /**
     * Hands bytes on to the command's standard input. Whoever says at which offset they belong may send them again, as after a
     * broken connection: the command gets each once.
     *
     * @param offset where the first one belongs; behind all others if empty
     * @param last whether standard input is then closed
     * @throws KeywordException with -32602 if there would be a gap, with -32004 if the command takes no more input
     */
    public JobInput write(byte[] bytes, OptionalLong offset, boolean last) throws InterruptedException {
        if (offset.isPresent() && offset.getAsLong() < 0) {
            throw KeywordException.invalidParams("offset: should be 0 or more, not " + offset.getAsLong());
        }
        synchronized (inputLock) {
            // A repetition is as good as the first time, also when the end that it told of has had its effect.
            if (closed && offset.isPresent() && offset.getAsLong() + bytes.length <= received) {
                return new JobInput(received, waiting);
            }
        }
        RunningCommand command = command();
        synchronized (inputLock) {
            long from = offset.orElse(received);
            if (from > received) {
                throw KeywordException.invalidParams("offset: " + from + " is past the " + received
                        + " bytes received so far: something between is missing");
            }
            int known = (int) Math.min(bytes.length, received - from);
            try {
                waiting = command.write(Arrays.copyOfRange(bytes, known, bytes.length), last);
                received += bytes.length - known;
                closed |= last;
                return new JobInput(received, waiting);
            } catch (IOException failure) {
                throw notNow(String.valueOf(failure.getMessage()));
            }
        }
    }

    /**
     * Sends a signal to the command's process group.
     *
     * @param name as RFC 4254 §6.10 has them, such as {@code HUP}
     * @throws KeywordException with -32004 if it was not sent
     */
    public void signal(String name) throws InterruptedException {
        try {
            command().signal(name);
        } catch (IOException failure) {
            throw notNow(String.valueOf(failure.getMessage()));
        }
    }

    private RunningCommand command() throws InterruptedException {
        Optional<RunningCommand> command = job.awaitCommand();
        return command.orElseThrow(() -> notNow(job.isFollowed() ? "it has ended" : "the agent is stopping"));
    }

    private KeywordException notNow(String why) {
        return notNow(job, why);
    }

    static KeywordException notNow(Job job, String why) {
        return new KeywordException(
                new Failure(Failure.WRONG_STATE, "Not possible now", "job " + job.id() + ": " + why));
    }
}

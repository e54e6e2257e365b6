package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.JobId;

/**
 * A command that outlives the connection it is started over, and from where to follow its output.
 *
 * @param id a {@link JobId}'s text: under one account of one machine, what has this id is started at most once, whoever asks
 * @param options as for {@link SshCommands#start}: {@code outputLimit} counts from the first byte of each stream,
 *     {@code timeout} from the start of the command by the target's own clock
 * @param stdoutFrom how many bytes of standard output are known already, 0 or more: the next one is the first handed over
 * @param stderrFrom the same of standard error
 * @param mayStart whether to start it if the target knows nothing of it; unset, that ends as {@code lost}
 * @param resumed whether it may have been started before, as by a process that died since: then a target that cannot be
 *     reached is waited for; else that is the outcome, for nothing ran
 */
public record DetachedJob(
        String id,
        String command,
        ExecOptions options,
        long stdoutFrom,
        long stderrFrom,
        boolean mayStart,
        boolean resumed) {

    /**
     * Checks the id and the numbers.
     *
     * @throws IllegalArgumentException if the id is none, or an offset is negative
     */
    public DetachedJob {
        id = new JobId(id).value();
        if (stdoutFrom < 0 || stderrFrom < 0) {
            throw new IllegalArgumentException("an offset should be 0 or more");
        }
    }

    /** One to be started for the first time, and followed from its first byte. */
    public static DetachedJob fresh(String id, String command, ExecOptions options) {
        return new DetachedJob(id, command, options, 0, 0, true, false);
    }

    /**
     * One that may have been started before.
     *
     * @param mayStart only while {@link CommandOutput#begun} was never called for it, and for less than the time for which a
     *     target remembers ended jobs (30 days)
     */
    public static DetachedJob resumed(
            String id, String command, ExecOptions options, long stdoutFrom, long stderrFrom, boolean mayStart) {
        return new DetachedJob(id, command, options, stdoutFrom, stderrFrom, mayStart, true);
    }
}

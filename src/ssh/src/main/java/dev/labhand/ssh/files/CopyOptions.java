package dev.labhand.ssh.files;

import java.util.function.LongConsumer;

/**
 * How trees are copied.
 *
 * @param resume whether what an earlier copy left unfinished is gone on with
 * @param preserve whether the nine permission bits and the times are kept; else the permission to write is its owner's at most,
 *     and the time is now. The bits for set-user-ID, set-group-ID and "sticky" are never copied: they would give away the
 *     rights of another account than the original's
 * @param mkdirs whether missing directories above the destination are made
 * @param progress is told how many bytes more have gone over
 */
public record CopyOptions(boolean resume, boolean preserve, boolean mkdirs, LongConsumer progress) {

    private static final int PLAIN_BITS = 0755;

    /** The bits that a copy gets. */
    int mode(int original) {
        return preserve ? original : original & PLAIN_BITS;
    }
}

package dev.labhand.ssh.files;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The files of one account on one machine, over a connection. A path begins at {@code /}, or else in the account's home, as one
 * with {@code ~/} does. For one thread at a time, which waits; interrupted, what it waits for fails as {@code cancelled}. After
 * a failure that {@link FileFailure.Reason#endsConversation} nothing more can be done with this.
 */
public interface RemoteFiles extends AutoCloseable {

    /** What to do at a symbolic link. */
    enum Links {
        FOLLOW,
        SHOW
    }

    /**
     * A file that was put.
     *
     * @param file as it is now; with its check-sum, if it is complete
     * @param resumedFrom how many bytes were there already
     * @param complete false if it is still a part, beside where it is to be
     * @param replaced whether there was such a file before
     */
    record Stored(FileInfo file, long resumedFrom, boolean complete, boolean replaced) {}

    /** Tells what there is. */
    FileResult<FileInfo> stat(String path, Links links);

    /** What is in a directory, in the order of names; links are shown. */
    FileResult<List<FileInfo>> list(String path);

    /** A file with its check-sum, computed on that machine if it can, else from its bytes. Links are followed. */
    FileResult<FileInfo> hash(String path);

    /**
     * Reads a file, following links. If it grows meanwhile, it is read up to the size it had.
     *
     * @param hash whether to give its check-sum, and to check with it what was read as a whole
     * @return the file as it was given to the sink at the beginning
     */
    FileResult<FileInfo> get(String path, ByteRange range, boolean hash, Sink sink);

    /**
     * Puts a file: writes it beside its place, checks it, and renames it, so that at no time a part of it stands in its place. A
     * symbolic link in its place is replaced. If the bytes break off, what came is kept for {@link PutOptions.Start.Resume} as
     * {@link PartName} says.
     */
    FileResult<Stored> put(String path, Content content, PutOptions options);

    /**
     * Makes a directory, or sets the mode and time of one that is there.
     *
     * @param modified one that {@link SftpTime} carries
     * @param mkdirs whether missing directories above it are made
     * @return false if it was there
     */
    FileResult<Boolean> makeDirectory(String path, OptionalInt mode, Optional<Instant> modified, boolean mkdirs);

    /** Makes a symbolic link; one that is there is replaced, anything else is not. */
    FileResult<FileInfo> link(String path, String target);

    /**
     * Removes a file, a link (not what it leads to) or a directory; but never the root directory, the home, or a directory
     * that the home is in, however they are spelled.
     *
     * @param recursive whether a directory that is not empty is removed with all in it
     * @return how many files, links and directories were removed
     */
    FileResult<Long> remove(String path, boolean recursive);

    @Override
    void close();
}

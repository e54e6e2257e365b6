package dev.labhand.ssh.files;

import dev.labhand.ssh.files.FileFailure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what a copy does, and knows when it must end. */
final class CopyLog {

    private final List<FileFailure> problems = new ArrayList<>();
    private long files;
    private long directories;
    private long links;
    private long bytes;

    /** A failure that concerns everything ends the copy. */
    static final class Ended extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient FileFailure failure;

        Ended(FileFailure failure) {
            super(failure.message());
            this.failure = failure;
        }

        FileFailure failure() {
            return failure;
        }
    }

    /** The value, or nothing if there is none, which is noted. */
    <T> Optional<T> check(FileResult<T> result) throws Ended {
        return switch (result) {
            case FileResult.Done<T>(T value) -> Optional.of(value);
            case FileResult.Failed<T>(FileFailure failure) -> {
                problem(failure);
                yield Optional.empty();
            }
        };
    }

    void problem(FileFailure failure) throws Ended {
        problems.add(failure);
        if (failure.reason().endsConversation() || failure.reason() == Reason.NO_SPACE) {
            throw new Ended(failure);
        }
    }

    void file(long size) {
        files++;
        bytes += size;
    }

    void directory() {
        directories++;
    }

    void link() {
        links++;
    }

    Copied copied() {
        return new Copied(files, directories, links, bytes, problems);
    }
}

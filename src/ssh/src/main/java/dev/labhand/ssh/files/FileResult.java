package dev.labhand.ssh.files;

import java.util.function.Function;

/** What came of something that was to be done with a file. */
public sealed interface FileResult<T> {

    /** It is done. */
    record Done<T>(T value) implements FileResult<T> {}

    /** It is not done. */
    record Failed<T>(FileFailure failure) implements FileResult<T> {}

    static <T> FileResult<T> done(T value) {
        return new Done<>(value);
    }

    static <T> FileResult<T> failed(FileFailure.Reason reason, String message) {
        return new Failed<>(new FileFailure(reason, message));
    }

    /** The result of going on from a value; a failure stays what it is. */
    default <R> FileResult<R> then(Function<T, FileResult<R>> next) {
        return switch (this) {
            case Done<T>(T value) -> next.apply(value);
            case Failed<T>(FileFailure failure) -> new Failed<>(failure);
        };
    }

    /** The same with another value. */
    default <R> FileResult<R> map(Function<T, R> change) {
        return then(value -> done(change.apply(value)));
    }
}

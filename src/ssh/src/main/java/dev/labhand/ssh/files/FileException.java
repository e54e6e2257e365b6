package dev.labhand.ssh.files;

import java.io.Serial;

/** Carries a failure out of the depths of this package, where it becomes a {@link FileResult}. */
final class FileException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient FileFailure failure;

    FileException(FileFailure.Reason reason, String message) {
        super(message);
        this.failure = new FileFailure(reason, message);
    }

    FileFailure failure() {
        return failure;
    }
}

package dev.labhand.controller.client;

import dev.labhand.api.Failure;
import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.TimedOut.Limit;
import dev.labhand.ssh.files.Copied;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Copies files to or from one target, as an outcome. */
public final class FileCopy {

    /** Problems that are told in an outcome at most. */
    private static final int MOST_TOLD = 5;

    private FileCopy() {}

    /**
     * Opens the target's files and does the work with them.
     *
     * @param limit after this time it is stopped as {@code timed_out}
     * @param cancellation asked for, it stops the work, whose unfinished file can be gone on with
     */
    public static Outcome run(
            Supplier<FileResult<RemoteFiles>> files,
            Function<RemoteFiles, FileResult<Copied>> work,
            Optional<Duration> limit,
            Cancellation cancellation) {
        Optional<String> cancelled = cancellation.requested();
        if (cancelled.isPresent()) {
            return new Outcome.NotRun(cancelled.get());
        }
        try (Interruption interruption = new Interruption(limit, cancellation)) {
            FileResult<Copied> result = files.get().then(open -> {
                try (open) {
                    return work.apply(open);
                }
            });
            return switch (result) {
                case FileResult.Done<Copied>(Copied copied)
                when copied.problems().isEmpty() -> new Outcome.Returned(struct(copied));
                case FileResult.Done<Copied>(Copied copied) when !interruption.happened() -> inPart(copied);
                case FileResult.Done<Copied> _ -> interruption.outcome();
                case FileResult.Failed<Copied> _ when interruption.happened() -> interruption.outcome();
                case FileResult.Failed<Copied>(FileFailure failure) -> outcome(failure);
            };
        }
    }

    private static Map<String, @Nullable Object> struct(Copied copied) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        struct.put("files", copied.files());
        struct.put("directories", copied.directories());
        struct.put("links", copied.links());
        struct.put("bytes", copied.bytes());
        return struct;
    }

    private static Outcome inPart(Copied copied) {
        List<FileFailure> problems = copied.problems();
        if (problems.size() == 1 && copied.files() + copied.links() + copied.directories() == 0) {
            return outcome(problems.getFirst());
        }
        String told =
                problems.stream().limit(MOST_TOLD).map(FileFailure::message).collect(Collectors.joining("; "));
        String more = problems.size() > MOST_TOLD ? "; and " + (problems.size() - MOST_TOLD) + " more" : "";
        long done = copied.files() + copied.links();
        return new Outcome.Failed(new Failure(
                Failure.KEYWORD_FAILED,
                done == 0 ? "Not copied" : "Copied " + done + " files, but not all",
                told + more));
    }

    private static Outcome outcome(FileFailure failure) {
        String why = failure.message();
        return switch (failure.reason()) {
            case UNREACHABLE -> new Outcome.Unreachable(why);
            case AUTH_FAILED -> new Outcome.AuthFailed(why);
            case HOST_KEY_REJECTED -> new Outcome.HostKeyRejected(why);
            case LOST -> new Outcome.Lost(why);
            case CANCELLED -> new Outcome.Cancelled(why);
            case REJECTED, UNSUPPORTED -> new Outcome.Rejected(why);
            default -> new Outcome.Failed(new Failure(Failure.KEYWORD_FAILED, "Not copied", why));
        };
    }

    /** Interrupts the thread that made it, at a time limit or when asked for, until it is closed. */
    private static final class Interruption implements AutoCloseable {

        private final Thread thread = Thread.currentThread();
        private final Cancellation cancellation;
        private final Cancellation.Registration registration;
        private final Optional<Thread> timer;
        private @Nullable Outcome outcome;
        private boolean over;

        Interruption(Optional<Duration> limit, Cancellation cancellation) {
            this.cancellation = cancellation;
            this.timer = limit.map(time -> Thread.startVirtualThread(() -> await(time)));
            this.registration = cancellation.onRequest(this::cancelled);
        }

        private void cancelled() {
            interrupt(new Outcome.Cancelled(cancellation.requested().orElse("stopped")));
        }

        private void await(Duration limit) {
            try {
                Thread.sleep(limit);
                interrupt(new Outcome.TimedOut(Limit.MAX));
            } catch (InterruptedException e) {
                // The work was done in time.
            }
        }

        private synchronized void interrupt(Outcome why) {
            if (!over && outcome == null) {
                outcome = why;
                thread.interrupt();
            }
        }

        synchronized boolean happened() {
            return outcome != null;
        }

        synchronized Outcome outcome() {
            return outcome == null ? new Outcome.Cancelled("") : outcome;
        }

        @Override
        public void close() {
            synchronized (this) {
                over = true;
                Thread.interrupted();
            }
            registration.close();
            timer.ifPresent(Thread::interrupt);
        }
    }
}

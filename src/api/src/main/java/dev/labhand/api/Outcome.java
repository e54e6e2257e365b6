package dev.labhand.api;

import org.jspecify.annotations.Nullable;

/**
 * How the work on one target ended. Exactly one for every target of a run and every job. A {@code reason} is one line for a
 * reader; it may be empty.
 */
public sealed interface Outcome {

    /** The word of the wire and of reports, such as {@code timed_out}. */
    String word();

    /** Whether nothing can change it any more. */
    default boolean isFinal() {
        return true;
    }

    /** Whether the work was done as asked: exited with code 0, or returned. */
    default boolean succeeded() {
        return false;
    }

    /**
     * The command ended by itself.
     *
     * @param code 0 to 255 on POSIX targets
     */
    record Exited(int code) implements Outcome {
        @Override
        public String word() {
            return "exited";
        }

        @Override
        public boolean succeeded() {
            return code == 0;
        }
    }

    /**
     * The command was ended by a signal that Labhand did not send.
     *
     * @param signal its name without SIG; empty if the target does not name it, as OpenSSH does not name real-time signals
     */
    record Signalled(String signal) implements Outcome {
        @Override
        public String word() {
            return "signalled";
        }
    }

    /** A time limit passed and the command was stopped. */
    record TimedOut(Limit limit) implements Outcome {
        /** Which limit. */
        public enum Limit {
            /** The command as a whole took too long. */
            MAX,
            /** It wrote nothing for too long. */
            IDLE
        }

        @Override
        public String word() {
            return "timed_out";
        }
    }

    /** A stream outgrew its limit and the command was stopped. */
    record OutputLimit(String reason) implements Outcome {
        @Override
        public String word() {
            return "output_limit";
        }
    }

    /** Someone asked for the stop. */
    record Cancelled(String reason) implements Outcome {
        @Override
        public String word() {
            return "cancelled";
        }
    }

    /** No connection: refused, no route, no such name, or too slow. Nothing ran. */
    record Unreachable(String reason) implements Outcome {
        @Override
        public String word() {
            return "unreachable";
        }
    }

    /** The target refused every credential. Nothing ran. */
    record AuthFailed(String reason) implements Outcome {
        @Override
        public String word() {
            return "auth_failed";
        }
    }

    /** The target's key is unknown or another one than before. Nothing ran. */
    record HostKeyRejected(String reason) implements Outcome {
        @Override
        public String word() {
            return "host_key_rejected";
        }
    }

    /** Policy forbids it or it is not possible here. Nothing ran. */
    record Rejected(String reason) implements Outcome {
        @Override
        public String word() {
            return "rejected";
        }
    }

    /** The connection broke and the command's fate is unknown. */
    record Lost(String reason) implements Outcome {
        @Override
        public String word() {
            return "lost";
        }
    }

    /** A keyword called by the controller returned a value. */
    record Returned(@Nullable Object value) implements Outcome {
        @Override
        public String word() {
            return "returned";
        }

        @Override
        public boolean succeeded() {
            return true;
        }
    }

    /** A keyword called by the controller failed. */
    record Failed(Failure failure) implements Outcome {
        @Override
        public String word() {
            return "failed";
        }
    }

    /** The controller never came to it. */
    record NotRun(String reason) implements Outcome {
        @Override
        public String word() {
            return "not_run";
        }
    }

    /** Not ended yet: the only outcome that is not final. */
    record Running() implements Outcome {
        @Override
        public String word() {
            return "running";
        }

        @Override
        public boolean isFinal() {
            return false;
        }
    }
}

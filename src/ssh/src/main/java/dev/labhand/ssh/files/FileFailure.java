package dev.labhand.ssh.files;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why something could not be done with a file.
 *
 * @param message one line that names the path and what is wrong with it
 */
public record FileFailure(Reason reason, String message) {

    /** What kind of failure it is. */
    public enum Reason {
        NO_SUCH_FILE,
        PERMISSION_DENIED,
        NO_SPACE,
        IS_A_DIRECTORY,
        NOT_A_DIRECTORY,
        /** A device, a pipe, a socket, or a link where none may be. */
        NOT_A_FILE,
        ALREADY_EXISTS,
        NOT_EMPTY,
        /** There is no such part of the file. */
        OUT_OF_RANGE,
        /** What is there is not what the request goes on from. */
        CONFLICT,
        /** The bytes are not those that were meant. */
        CHECKSUM_MISMATCH,
        /** The file changed while it was read. */
        CHANGED,
        /** The other machine cannot do it. */
        UNSUPPORTED,
        /** Whoever gives or takes the bytes stopped doing so. */
        BROKEN_OFF,
        CANCELLED,
        UNREACHABLE,
        AUTH_FAILED,
        HOST_KEY_REJECTED,
        /** Policy forbids it, or it makes no sense. */
        REJECTED,
        /** The connection broke. */
        LOST,
        /** Anything else; the message has what the other machine says. */
        FAILED;

        /** The word of the wire, such as {@code no_such_file}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The reason of this word. */
        public static Optional<Reason> of(String word) {
            return Arrays.stream(values())
                    .filter(reason -> reason.word().equals(word))
                    .findFirst();
        }

        /** Whether it is about the connection, so that nothing else can be done over it either. */
        public boolean endsConversation() {
            return switch (this) {
                case CANCELLED, UNREACHABLE, AUTH_FAILED, HOST_KEY_REJECTED, LOST -> true;
                default -> false;
            };
        }
    }
}

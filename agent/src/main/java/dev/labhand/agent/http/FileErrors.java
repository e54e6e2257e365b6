package dev.labhand.agent.http;

import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileFailure.Reason;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpField;

/** Failures with files as answers: a status, a line, and the reason's word in the field {@code Labhand-Reason}. */
final class FileErrors {

    private static final String REASON = "Labhand-Reason";

    private FileErrors() {}

    static void reply(Exchange exchange, FileFailure failure, HttpField... more) {
        reply(exchange, status(failure.reason()), failure, more);
    }

    /** A condition of the request does not hold for the file that is there. */
    static FileFailure unmet(String path, String why) {
        return new FileFailure(Reason.CONFLICT, path + ": " + why);
    }

    /** 412, as RFC 9110 §13 wants it for conditions. */
    static void replyUnmet(Exchange exchange, FileFailure unmet) {
        reply(exchange, 412, unmet);
    }

    private static void reply(Exchange exchange, int status, FileFailure failure, HttpField... more) {
        HttpField[] fields = Arrays.copyOf(more, more.length + 1);
        fields[more.length] = new HttpField(REASON, failure.reason().word());
        exchange.replyText(status, failure.message(), fields);
    }

    static int status(Reason reason) {
        return switch (reason) {
            case NO_SUCH_FILE -> 404;
            case PERMISSION_DENIED -> 403;
            case IS_A_DIRECTORY, NOT_A_DIRECTORY, NOT_A_FILE, NOT_EMPTY, CONFLICT, CHANGED, REJECTED -> 409;
            case ALREADY_EXISTS -> 412;
            case OUT_OF_RANGE -> 416;
            case NO_SPACE -> 507;
            case CHECKSUM_MISMATCH, BROKEN_OFF -> 400;
            case UNSUPPORTED -> 501;
            case CANCELLED -> 503;
            case UNREACHABLE, AUTH_FAILED, HOST_KEY_REJECTED, LOST, FAILED -> 502;
        };
    }
}

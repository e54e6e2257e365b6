package dev.labhand.controller.client;

import dev.labhand.api.Failure;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.controller.inventory.Address;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.FileInfo;
import dev.labhand.ssh.files.Sha256;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What agents say of files, and what went wrong with them. */
final class FileStructs {

    private FileStructs() {}

    /**
     * A file of an agent's struct.
     *
     * @throws IllegalArgumentException if it makes no sense
     */
    static FileInfo read(@Nullable Object value) {
        Map<String, @Nullable Object> struct = Structs.of(value);
        try {
            return new FileInfo(
                    text(struct, "path"),
                    FileInfo.Type.valueOf(text(struct, "type").toUpperCase(Locale.ROOT)),
                    struct.get("size") instanceof Long size ? size : 0,
                    Integer.parseInt(text(struct, "mode"), 8),
                    Instant.parse(text(struct, "modified")),
                    Optional.ofNullable(struct.get("linkTarget")).map(String::valueOf),
                    Optional.ofNullable(struct.get("sha256")).map(sum -> new Sha256(String.valueOf(sum))));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'modified' is no time", e);
        }
    }

    private static String text(Map<String, @Nullable Object> struct, String name) {
        if (struct.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("'" + name + "' is missing");
    }

    /** What a keyword's failure says of a file. */
    static FileFailure failure(Failure failure) {
        if (failure.code() == Failure.NO_SUCH_METHOD) {
            return new FileFailure(
                    Reason.UNSUPPORTED, "the agent knows nothing of files: it is older than this program");
        }
        if (failure.data() instanceof Map<?, ?> data && data.get("message") instanceof String message) {
            return new FileFailure(Reason.of(String.valueOf(data.get("type"))).orElse(Reason.FAILED), message);
        }
        return new FileFailure(
                failure.code() == Failure.INVALID_PARAMS ? Reason.REJECTED : Reason.FAILED, failure.text());
    }

    /** The same in words that are true here: of keys and known hosts, those of the agent are meant. */
    static FileFailure atAgent(FileFailure failure, Address.Agent agent) {
        return switch (failure.reason()) {
            case AUTH_FAILED, HOST_KEY_REJECTED ->
                new FileFailure(
                        failure.reason(),
                        "at agent " + agent.url() + ", whose files and flags are meant: " + failure.message());
            default -> failure;
        };
    }

    /** Names the agent where the target is another machine, so that trouble with one is not taken for trouble with the other. */
    static FileFailure ofAgent(FileFailure failure, Address.Agent agent, Target target) {
        return target instanceof Target.Local
                ? failure
                : new FileFailure(failure.reason(), "agent " + agent.url() + ": " + failure.message());
    }

    /** What kept an agent from being asked. */
    static FileFailure failure(Outcome outcome) {
        Reason reason = switch (outcome) {
            case Outcome.Unreachable _ -> Reason.UNREACHABLE;
            case Outcome.AuthFailed _ -> Reason.AUTH_FAILED;
            case Outcome.HostKeyRejected _ -> Reason.HOST_KEY_REJECTED;
            case Outcome.Lost _ -> Reason.LOST;
            default -> Reason.REJECTED;
        };
        return new FileFailure(reason, Outcomes.reason(outcome));
    }
}

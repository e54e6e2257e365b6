package dev.labhand.agent.library;

import dev.labhand.api.Failure;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileInfo;
import dev.labhand.ssh.files.SftpTime;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Files as structs, and the words of arguments about files. */
public final class FileStruct {

    private FileStruct() {}

    /** path, name, type, size, mode, modified; linkTarget and sha256 where they are known. */
    public static Map<String, @Nullable Object> of(FileInfo file) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        struct.put("path", file.path());
        struct.put("name", file.name());
        struct.put("type", file.type().name().toLowerCase(Locale.ROOT));
        struct.put("size", file.size());
        struct.put("mode", "%04o".formatted(file.mode()));
        struct.put("modified", file.modified());
        file.linkTarget().ifPresent(target -> struct.put("linkTarget", target));
        file.sha256().ifPresent(sum -> struct.put("sha256", sum.hex()));
        return struct;
    }

    /** {@link Failure#KEYWORD_FAILED}, whose data has the reason's word as its type. */
    public static Failure failure(FileFailure failure) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("type", failure.reason().word());
        data.put("message", failure.message());
        data.put("continuable", false);
        data.put("fatal", false);
        return new Failure(Failure.KEYWORD_FAILED, "Keyword failed", data);
    }

    /**
     * Permission bits in octal digits, as chmod(1) takes them.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static OptionalInt mode(String text) {
        if (!text.matches("[0-7]{3,4}")) {
            throw new IllegalArgumentException("mode: '" + text + "' is not three or four octal digits, such as 0644");
        }
        return OptionalInt.of(Integer.parseInt(text, 8));
    }

    /**
     * A time such as {@code 2026-11-22T06:14:59Z}.
     *
     * @throws IllegalArgumentException if the text is something else, or the time is none that {@link SftpTime} carries
     */
    public static Instant time(String text) {
        Instant time;
        try {
            time = Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("modified: '" + text + "' is no time such as 2026-11-22T06:14:59Z", e);
        }
        SftpTime.check(time);
        return time;
    }
}

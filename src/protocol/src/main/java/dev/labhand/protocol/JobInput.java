package dev.labhand.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code job.write} gives: how much standard input a job has been sent.
 *
 * @param received bytes so far, not counting those of the option {@code stdin}: the offset of the next
 * @param waiting those of them that the command has not taken yet
 */
public record JobInput(long received, long waiting) {

    /** The struct of the wire. */
    public Map<String, @Nullable Object> toStruct() {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        struct.put("received", received);
        struct.put("waiting", waiting);
        return struct;
    }

    /**
     * Reads the struct of the wire.
     *
     * @throws IllegalArgumentException if it is another one
     */
    public static JobInput fromStruct(Map<String, @Nullable Object> struct) {
        return new JobInput(Structs.integer(struct, "received"), Structs.integer(struct, "waiting"));
    }
}

package dev.labhand.agent.http;

import dev.labhand.ssh.files.FileInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells one state of a file from another (RFC 9110 §8.8.3): the SHA-256, where it is known, which is strong; else size and
 * time, which is weak.
 */
record EntityTag(boolean weak, String opaque) {

    /** Within the second that a file's time names it can change again. The rest is for clocks that differ a little. */
    private static final Duration UNSETTLED = Duration.ofSeconds(2);

    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** The tag of a file; none of one that has changed just now, nor of one that seems to be empty, as the kernel's do. */
    static Optional<EntityTag> of(FileInfo file, Clock clock) {
        if (file.type() != FileInfo.Type.FILE || file.size() == 0) {
            return Optional.empty();
        }
        if (file.sha256().isPresent()) {
            return Optional.of(new EntityTag(false, file.sha256().get().hex()));
        }
        boolean settled = file.modified().isBefore(clock.instant().minus(UNSETTLED));
        return settled
                ? Optional.of(new EntityTag(
                        true,
                        Long.toHexString(file.size()) + "-"
                                + Long.toHexString(file.modified().getEpochSecond())))
                : Optional.empty();
    }

    /** The tags of a field's value; what is no tag is passed over, and so equals none. */
    static List<EntityTag> allOf(String field) {
        List<EntityTag> tags = new ArrayList<>();
        Matcher tag = TAG.matcher(field);
        while (tag.find()) {
            tags.add(new EntityTag(tag.group(1) != null, tag.group(2)));
        }
        return tags;
    }

    /** Whether it is of a check-sum, though something on the way may have made it weak. */
    boolean isHash() {
        return HASH.matcher(opaque).matches();
    }

    /** Whether both stand for the same bytes. */
    boolean equalsStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Whether one file can be used in place of the other. */
    boolean equalsWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    @Override
    public String toString() {
        return (weak ? "W/\"" : "\"") + opaque + "\"";
    }
}

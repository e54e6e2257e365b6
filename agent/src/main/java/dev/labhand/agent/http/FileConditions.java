package dev.labhand.agent.http;

import dev.labhand.ssh.files.FileInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants the file that is there to be (RFC 9110 §13). {@code If-Modified-Since} is passed over, for a file can
 * change twice in a second; for the same reason {@code If-Range} with a date holds for no file.
 */
final class FileConditions {

    private static final String ANY = "*";

    private final HttpFields headers;
    private final Clock clock;

    FileConditions(HttpFields headers, Clock clock) {
        this.headers = headers;
        this.clock = clock;
    }

    /** Whether there are some that the file's state decides, but for {@code If-None-Match: *}. */
    boolean isPresent() {
        return headers.contains(HttpHeader.IF_MATCH)
                || headers.contains(HttpHeader.IF_UNMODIFIED_SINCE)
                || (headers.contains(HttpHeader.IF_NONE_MATCH) && !isAny(HttpHeader.IF_NONE_MATCH));
    }

    /** Whether the file's check-sum decides. */
    boolean needsHash() {
        return (headers.contains(HttpHeader.RANGE) && namesHash(HttpHeader.IF_RANGE))
                || namesHash(HttpHeader.IF_MATCH)
                || namesHash(HttpHeader.IF_NONE_MATCH);
    }

    private boolean namesHash(HttpHeader name) {
        return tags(name).stream().anyMatch(EntityTag::isHash);
    }

    /** Whether there must be no file at all. */
    boolean wantsNone() {
        return isAny(HttpHeader.IF_NONE_MATCH);
    }

    /** Why the request must not be carried out, in one line, by {@code If-Match} or {@code If-Unmodified-Since}. */
    Optional<String> refusal(Optional<FileInfo> there) {
        Optional<EntityTag> tag = there.flatMap(file -> EntityTag.of(file, clock));
        if (headers.contains(HttpHeader.IF_MATCH)) {
            boolean holds = there.isPresent()
                    && (isAny(HttpHeader.IF_MATCH) || names(HttpHeader.IF_MATCH, tag, EntityTag::equalsStrongly));
            return holds ? Optional.empty() : Optional.of("If-Match does not hold: " + state(there, tag));
        }
        Instant changed = there.map(FileInfo::modified).orElse(Instant.MIN);
        boolean later =
                date(HttpHeader.IF_UNMODIFIED_SINCE).filter(changed::isAfter).isPresent();
        return later
                ? Optional.of("If-Unmodified-Since does not hold: the file was changed " + changed)
                : Optional.empty();
    }

    /** What is no date is passed over (RFC 9110 §13.1.4). */
    private Optional<Instant> date(HttpHeader name) {
        try {
            return Optional.of(headers.getDateField(name))
                    .filter(millis -> millis >= 0)
                    .map(Instant::ofEpochMilli);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String state(Optional<FileInfo> there, Optional<EntityTag> tag) {
        if (there.isEmpty()) {
            return "there is no such file";
        }
        return tag.filter(strong -> !strong.weak())
                .map(strong -> "the file's ETag is " + strong)
                .orElse("it takes the strong ETag of a file, which HEAD tells");
    }

    /** Whether the client knows this state of the file: {@code If-None-Match} does not hold. */
    boolean isKnown(FileInfo file) {
        return isAny(HttpHeader.IF_NONE_MATCH)
                || names(HttpHeader.IF_NONE_MATCH, EntityTag.of(file, clock), EntityTag::equalsWeakly);
    }

    /** Whether a part of the file may be given: {@code If-Range} holds. */
    boolean allowsPart(FileInfo file) {
        return !headers.contains(HttpHeader.IF_RANGE)
                || names(HttpHeader.IF_RANGE, EntityTag.of(file, clock), EntityTag::equalsStrongly);
    }

    /** The tag of a file as a field of the answer. */
    List<HttpField> tag(FileInfo file) {
        return EntityTag.of(file, clock).map(tag -> new HttpField(HttpHeader.ETAG, tag.toString())).stream()
                .toList();
    }

    private boolean isAny(HttpHeader name) {
        return value(name).strip().equals(ANY);
    }

    private boolean names(HttpHeader name, Optional<EntityTag> tag, BiPredicate<EntityTag, EntityTag> equal) {
        return tag.isPresent() && tags(name).stream().anyMatch(each -> equal.test(each, tag.get()));
    }

    private List<EntityTag> tags(HttpHeader name) {
        return EntityTag.allOf(value(name));
    }

    private String value(HttpHeader name) {
        @Nullable List<String> values = headers.getValuesList(name);
        return values == null ? "" : String.join(",", values);
    }
}

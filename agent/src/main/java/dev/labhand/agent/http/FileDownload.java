package dev.labhand.agent.http;

import dev.labhand.ssh.files.ByteRange;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.FileInfo;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import dev.labhand.ssh.files.RemoteFiles.Links;
import dev.labhand.ssh.files.Sha256;
import dev.labhand.ssh.files.Sink;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** One {@code GET} or {@code HEAD} of a file (RFC 9110 §9.3, §13, §14). */
final class FileDownload {

    private static final HttpField BYTES = Exchange.contentType("application/octet-stream");
    private static final Pattern RANGE = Pattern.compile("bytes=(?:(\\d{1,18})-(\\d{0,18})|-(\\d{1,18}))");

    private final Exchange exchange;
    private final FileQuery query;
    private final HttpFields headers;
    private final FileConditions conditions;
    private final boolean head;
    private final ResponseStream body;

    FileDownload(Exchange exchange, FileQuery query) {
        this.exchange = exchange;
        this.query = query;
        this.headers = exchange.request().getHeaders();
        this.conditions = new FileConditions(headers, Clock.systemUTC());
        this.head = exchange.request().getMethod().equals("HEAD");
        this.body = exchange.body();
    }

    boolean waitsForClient() {
        return body.isWriting();
    }

    FileResult<?> run(RemoteFiles files) {
        FileResult<FileInfo> found = files.stat(query.path(), Links.FOLLOW)
                .then(there -> there.type() != FileInfo.Type.FILE || conditions.needsHash()
                        // For what is no file, this is the failure with the right word.
                        ? files.hash(query.path())
                        : FileResult.done(there));
        if (!(found instanceof FileResult.Done<FileInfo>(FileInfo file))) {
            return found;
        }
        Optional<String> refusal = conditions.refusal(Optional.of(file));
        if (refusal.isPresent()) {
            FileFailure unmet = FileErrors.unmet(query.path(), refusal.get());
            FileErrors.replyUnmet(exchange, unmet);
            return new FileResult.Failed<>(unmet);
        }
        if (conditions.isKnown(file)) {
            exchange.beginAnswer(304, BYTES, conditions.tag(file));
            exchange.finish();
            return found;
        }
        Optional<ByteRange> part = range(file);
        boolean hash = conditions.needsHash() || DigestField.wanted(headers).orElse(part.isEmpty());
        if (head) {
            return (hash ? files.hash(query.path()) : told(files)).map(known -> {
                if (exchange.beginAnswer(200, BYTES, fields(known, Optional.empty()))) {
                    exchange.finish();
                }
                return known;
            });
        }
        if (part.isPresent()
                && part.get().of(file.size()).filter(span -> span.length() > 0).isEmpty()) {
            FileErrors.reply(
                    exchange,
                    new FileFailure(Reason.OUT_OF_RANGE, query.path() + ": has " + file.size() + " bytes"),
                    new HttpField(HttpHeader.CONTENT_RANGE, "bytes */" + file.size()));
            return FileResult.failed(Reason.OUT_OF_RANGE, "no such range");
        }
        Answer answer = new Answer(part, file.sha256());
        FileResult<FileInfo> result = files.get(query.path(), part.orElse(ByteRange.ALL), hash, answer);
        if (answer.begun) {
            if (result instanceof FileResult.Failed<FileInfo>(FileFailure failure)) {
                exchange.breakOff(new IOException(failure.message()));
            } else {
                exchange.finish();
            }
        }
        return answer.isOther
                ? FileResult.failed(Reason.CHANGED, query.path() + ": changed while it was looked at")
                : result;
    }

    /** What a read would tell before the first byte: the size that the target says may not be that of what is in the file. */
    private FileResult<FileInfo> told(RemoteFiles files) {
        AtomicReference<Optional<FileInfo>> told = new AtomicReference<>(Optional.empty());
        FileResult<FileInfo> read = files.get(query.path(), ByteRange.ALL, false, new Sink() {
            @Override
            public void begin(FileInfo file) throws IOException {
                told.set(Optional.of(file));
                throw new IOException("that is enough");
            }

            @Override
            public void write(byte[] buffer, int offset, int length) {}
        });
        return told.get().map(FileResult::done).orElse(read);
    }

    /** The part that is asked for; what is malformed, or about another state of the file, asks for the whole. */
    private Optional<ByteRange> range(FileInfo file) {
        String field = headers.get(HttpHeader.RANGE);
        Matcher range = RANGE.matcher(field == null ? "" : field.strip());
        if (!range.matches() || !conditions.allowsPart(file)) {
            return Optional.empty();
        }
        OptionalLong first = number(range.group(1));
        OptionalLong last = number(first.isPresent() ? range.group(2) : range.group(3));
        boolean backwards = first.isPresent() && last.isPresent() && last.getAsLong() < first.getAsLong();
        return backwards ? Optional.empty() : Optional.of(new ByteRange(first, last));
    }

    private static OptionalLong number(String digits) {
        return digits == null || digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    private List<HttpField> fields(FileInfo file, Optional<ByteRange.Span> part) {
        List<HttpField> fields = new ArrayList<>(conditions.tag(file));
        fields.add(new HttpField(
                HttpHeader.LAST_MODIFIED,
                DateTimeFormatter.RFC_1123_DATE_TIME.format(file.modified().atOffset(ZoneOffset.UTC))));
        fields.add(new HttpField(HttpHeader.ACCEPT_RANGES, "bytes"));
        file.sha256().map(DigestField::representation).ifPresent(fields::add);
        part.ifPresent(span -> fields.add(new HttpField(
                HttpHeader.CONTENT_RANGE,
                "bytes " + span.offset() + "-" + (span.offset() + span.length() - 1) + "/" + file.size())));
        long length = part.map(ByteRange.Span::length).orElse(file.size());
        // What seems to be empty may be a file of the kernel's: its length shows at its end.
        if (length > 0) {
            fields.add(new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, length));
        }
        return fields;
    }

    /** Sends the bytes, but the last ones only when it is known that all were right. */
    private final class Answer implements Sink {

        private final Optional<ByteRange> part;
        private final Optional<Sha256> expected;
        private byte[] held = {};
        private boolean begun;
        private boolean isOther;

        /** @param expected the check-sum by which it was decided what to send, if there was one */
        Answer(Optional<ByteRange> part, Optional<Sha256> expected) {
            this.part = part;
            this.expected = expected;
        }

        @Override
        public void begin(FileInfo file) throws IOException {
            isOther = expected.isPresent() && file.sha256().isPresent() && !expected.equals(file.sha256());
            if (isOther) {
                throw new IOException("the file has changed");
            }
            Optional<ByteRange.Span> span = part.flatMap(range -> range.of(file.size()));
            if (!exchange.beginAnswer(span.isPresent() ? 206 : 200, BYTES, fields(file, span))) {
                throw new IOException("the agent is stopping");
            }
            begun = true;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            body.write(held, 0, held.length);
            held = Arrays.copyOfRange(buffer, offset, offset + length);
        }

        @Override
        public void verified() throws IOException {
            body.write(held, 0, held.length);
        }
    }
}

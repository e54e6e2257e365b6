package dev.labhand.agent.http;

import dev.labhand.agent.library.FileStruct;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.FileInfo;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.PutOptions;
import dev.labhand.ssh.files.PutOptions.Start;
import dev.labhand.ssh.files.RemoteFiles;
import dev.labhand.ssh.files.RemoteFiles.Links;
import dev.labhand.ssh.files.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;

/**
 * One {@code PUT} of a file. With {@code Content-Range} it is a piece (RFC 9110 §14.5): pieces are kept beside the file's place
 * until the last one has come. With the media type {@code inode/directory} it makes a directory, with {@code inode/symlink} a
 * link to what the body says.
 */
final class FileUpload {

    private static final HttpField JSON = Exchange.contentType("application/json");
    private static final Pattern PIECE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    private static final int LONGEST_LINK = 4096;

    /** A body that is not wanted is read on and dropped up to so many times the limit of other bodies. */
    private static final int MOST_DROPPED = 8;

    private final Exchange exchange;
    private final FileQuery query;
    private final String mediaType;
    private final FileConditions conditions;
    private final PutOptions options;
    private final AnnouncedSizes sizes;
    private final Body body;

    private FileUpload(
            Exchange exchange,
            FileQuery query,
            String mediaType,
            FileConditions conditions,
            PutOptions options,
            AnnouncedSizes sizes,
            Body body) {
        this.exchange = exchange;
        this.query = query;
        this.mediaType = mediaType;
        this.conditions = conditions;
        this.options = options;
        this.sizes = sizes;
        this.body = body;
    }

    /**
     * Reads the headers.
     *
     * @throws IllegalArgumentException in one line for the user, if they make no sense
     */
    static FileUpload of(Exchange exchange, FileQuery query, AnnouncedSizes sizes) {
        HttpFields headers = exchange.request().getHeaders();
        if (headers.contains(HttpHeader.CONTENT_ENCODING)) {
            throw new IllegalArgumentException("send the file as it is, without Content-Encoding");
        }
        OptionalLong length = exchange.request().getLength() < 0
                ? OptionalLong.empty()
                : OptionalLong.of(exchange.request().getLength());
        Optional<Sha256> ofFile = DigestField.of(headers, DigestField.REPRESENTATION);
        Optional<Sha256> ofBody = DigestField.of(headers, DigestField.CONTENT);
        String range = headers.get(HttpHeader.CONTENT_RANGE);
        Start start = new Start.Fresh();
        OptionalLong total = length;
        if (range == null) {
            ofFile = ofFile.or(() -> ofBody);
        } else {
            Matcher piece = PIECE.matcher(range.strip());
            if (!piece.matches()) {
                throw new IllegalArgumentException("Content-Range should be bytes FIRST-LAST/SIZE");
            }
            long first = Long.parseLong(piece.group(1));
            long last = Long.parseLong(piece.group(2));
            total = OptionalLong.of(Long.parseLong(piece.group(3)));
            if (last < first || last >= total.getAsLong() || !length.equals(OptionalLong.of(last - first + 1))) {
                throw new IllegalArgumentException("Content-Range and Content-Length do not agree");
            }
            if (first > 0 && ofFile.isEmpty()) {
                throw new IllegalArgumentException(
                        "a piece that goes on needs Repr-Digest: sha-256=:BASE64: of the whole file, to check it with");
            }
            start = new Start.At(first);
        }
        FileConditions conditions = new FileConditions(headers, Clock.systemUTC());
        PutOptions options = new PutOptions(
                query.mode(), query.modified(), query.mkdirs(), !conditions.wantsNone(), start, total, ofFile);
        String contentType = headers.get(HttpHeader.CONTENT_TYPE);
        return new FileUpload(
                exchange,
                query,
                MediaType.of(contentType == null ? "" : contentType).name(),
                conditions,
                options,
                sizes,
                new Body(exchange, range == null ? Optional.empty() : ofBody));
    }

    boolean waitsForClient() {
        return body.reading;
    }

    FileResult<?> run(RemoteFiles files) {
        return switch (unmet(files)) {
            case FileResult.Failed<Optional<FileFailure>> failed -> {
                drop();
                yield failed;
            }
            case FileResult.Done<Optional<FileFailure>>(Optional<FileFailure> unmet)
            when unmet.isPresent() -> {
                drop();
                FileErrors.replyUnmet(exchange, unmet.get());
                yield new FileResult.Failed<>(unmet.get());
            }
            case FileResult.Done<Optional<FileFailure>> _ -> put(files);
        };
    }

    /** Which condition of the request does not hold. */
    private FileResult<Optional<FileFailure>> unmet(RemoteFiles files) {
        if (!conditions.isPresent()) {
            return FileResult.done(Optional.empty());
        }
        FileResult<FileInfo> looked =
                conditions.needsHash() ? files.hash(query.path()) : files.stat(query.path(), Links.FOLLOW);
        FileResult<Optional<FileInfo>> there = looked instanceof FileResult.Failed<FileInfo>(FileFailure failure)
                        && failure.reason() == Reason.NO_SUCH_FILE
                ? FileResult.done(Optional.empty())
                : looked.map(Optional::of);
        return there.map(file -> conditions
                .refusal(file)
                .or(() -> file.filter(conditions::isKnown).map(_ -> "If-None-Match does not hold: it is as it says"))
                .map(why -> FileErrors.unmet(query.path(), why)));
    }

    private FileResult<?> put(RemoteFiles files) {
        FileResult<?> result = switch (mediaType) {
            case "inode/directory" -> directory(files);
            case "inode/symlink" -> link(files);
            default -> file(files);
        };
        if (result instanceof FileResult.Failed<?>) {
            drop();
        }
        return result;
    }

    private FileResult<?> file(RemoteFiles files) {
        OptionalLong before = sizes.of(query);
        boolean goesOn = options.start() instanceof Start.At(long offset) && offset > 0;
        if (goesOn && before.isPresent() && !before.equals(options.total())) {
            return FileResult.failed(
                    Reason.CONFLICT,
                    query.path() + ": the pieces before this one are of a file of " + before.getAsLong()
                            + " bytes, not " + options.total().orElse(0)
                            + "; go on with that one, or begin anew at byte 0");
        }
        return files.put(query.path(), _ -> begun(), options).map(stored -> {
            if (!stored.complete()) {
                exchange.replyText(
                        202,
                        stored.file().size() + " of " + options.total().orElse(0)
                                + " bytes are there; the rest is awaited.");
            } else {
                sizes.complete(query);
                reply(stored.replaced() ? 200 : 201, stored.file());
            }
            return stored;
        });
    }

    private InputStream begun() {
        sizes.begun(query, options.total());
        return body;
    }

    private FileResult<?> directory(RemoteFiles files) {
        return files.makeDirectory(query.path(), query.mode(), query.modified(), query.mkdirs())
                .then(made -> files.stat(query.path(), Links.SHOW).map(there -> {
                    reply(made ? 201 : 200, there);
                    return there;
                }));
    }

    private FileResult<?> link(RemoteFiles files) {
        String target;
        try {
            target = new String(body.readNBytes(LONGEST_LINK + 1), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return FileResult.failed(Reason.BROKEN_OFF, "the body broke off");
        }
        if (target.isEmpty() || target.length() > LONGEST_LINK || target.indexOf('\0') >= 0) {
            return FileResult.failed(Reason.REJECTED, query.path() + ": the body should be what the link leads to");
        }
        return files.link(query.path(), target).map(there -> {
            reply(201, there);
            return there;
        });
    }

    private void reply(int status, FileInfo file) {
        String text = JsonText.object(json -> FileStruct.of(file).forEach((name, value) -> {
            if (value instanceof Long size) {
                json.writeNumberProperty(name, size);
            } else {
                json.writeStringProperty(name, String.valueOf(value));
            }
        }));
        List<HttpField> fields = new ArrayList<>(conditions.tag(file));
        file.sha256().map(DigestField::representation).ifPresent(fields::add);
        exchange.reply(status, JSON, (text + "\n").getBytes(StandardCharsets.UTF_8), fields.toArray(HttpField[]::new));
    }

    /** Clients that look for an answer only when they have sent all shall find it. Those that ask first need not send. */
    private void drop() {
        boolean asksFirst =
                exchange.request().getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
        if (asksFirst && !body.begun) {
            return;
        }
        try {
            byte[] buffer = new byte[64 * 1024];
            long left = (long) MOST_DROPPED * exchange.settings().maxBody();
            for (int count = body.skip(buffer); count >= 0 && left > 0; count = body.skip(buffer)) {
                left -= count;
            }
        } catch (IOException e) {
            // Nobody sends any more; perhaps somebody reads.
        }
    }

    /** The request's body. Tells when it waits, and checks the digest of a piece at its end. */
    private static final class Body extends FilterInputStream {

        private final Exchange exchange;
        private final MessageDigest digest = Sha256.digest();
        private final Optional<Sha256> expected;
        private volatile boolean reading;
        private boolean begun;

        Body(Exchange exchange, Optional<Sha256> expected) {
            super(Request.asInputStream(exchange.request()));
            this.exchange = exchange;
            this.expected = expected;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            begun = true;
            int count;
            try {
                count = receive(buffer, offset, length);
            } catch (IOException e) {
                throw new IOException("the client stopped sending", e);
            }
            if (expected.isPresent()) {
                if (count >= 0) {
                    digest.update(buffer, offset, count);
                } else if (!Sha256.of(copy()).equals(expected.get())) {
                    throw new IOException("the body is not what its Content-Digest says");
                }
            }
            return count;
        }

        /** Reads bytes that nobody wants. */
        int skip(byte[] buffer) throws IOException {
            return receive(buffer, 0, buffer.length);
        }

        private int receive(byte[] buffer, int offset, int length) throws IOException {
            exchange.reads(true);
            reading = true;
            try {
                return in.read(buffer, offset, length);
            } finally {
                reading = false;
                exchange.reads(false);
            }
        }

        private MessageDigest copy() {
            try {
                return (MessageDigest) digest.clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
            }
        }

        /** Jetty closes it. */
        @Override
        public void close() {}
    }
}

package dev.labhand.agent.http;

import dev.labhand.agent.job.Job;
import dev.labhand.agent.job.JobReader;
import dev.labhand.agent.job.StandardStream;
import dev.labhand.agent.keyword.Printable;
import dev.labhand.protocol.jsonrpc.JsonStruct;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job's output as {@link ServerSentEvents}. {@code stdout} and {@code stderr} are bytes in the order in which they came, exact:
 * as {@code text} if they are UTF-8, which a character that came in two parts does not spoil, else as {@code base64}. Their ids
 * are the offsets in both streams after them. {@code outcome} comes last.
 */
final class JobEvents {

    private static final int AT_ONCE = 64 * 1024;
    private static final Pattern ID = Pattern.compile("(\\d{1,18})-(\\d{1,18})(-end)?");
    private static final String FIRST = "0-0";
    private static final String END = "-end";

    private final Job job;
    private final JobReader reader;
    private final Begun stdout;
    private final Begun stderr;

    /** The bytes of a character that has begun, of one stream; and how much of the stream was sent. */
    private static final class Begun {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4);
        private Instant time = Instant.EPOCH;
        private long sent;

        private Begun(long sent) {
            this.sent = sent;
        }
    }

    private JobEvents(Job job, JobReader reader) {
        this.job = job;
        this.reader = reader;
        this.stdout = new Begun(reader.offset(StandardStream.STDOUT));
        this.stderr = new Begun(reader.offset(StandardStream.STDERR));
    }

    /** Sends what comes after the event that the request names in {@code Last-Event-ID}, and then what comes. */
    static void reply(Exchange exchange, Job job) {
        String header = exchange.request().getHeaders().get(ServerSentEvents.LAST_ID);
        String last = header == null ? FIRST : header.strip();
        Matcher id = ID.matcher(last);
        if (!id.matches()) {
            exchange.replyText(
                    400, ServerSentEvents.LAST_ID + ": '" + Printable.of(last) + "' is the id of no event of a job.");
            return;
        }
        if (id.group(3) != null && job.outcome().isFinal()) {
            // This answer tells a browser not to ask again.
            exchange.replyNothing();
            return;
        }
        try {
            JobReader reader = new JobReader(job, Long.parseLong(id.group(1)), Long.parseLong(id.group(2)));
            exchange.stream(ServerSentEvents.TYPE, new JobEvents(job, reader)::writeTo);
        } catch (IllegalArgumentException pastTheEnd) {
            exchange.replyText(400, ServerSentEvents.LAST_ID + ": " + pastTheEnd.getMessage() + ".");
        }
    }

    private void writeTo(ResponseStream stream) throws IOException, InterruptedException {
        stream.write(ServerSentEvents.comment("job " + job.id()));
        while (true) {
            // The outcome first: what is written before a final outcome is all there is.
            boolean ended = job.outcome().isFinal();
            List<JobReader.Chunk> chunks = reader.next(AT_ONCE, ServerSentEvents.PULSE);
            StringBuilder text = new StringBuilder();
            chunks.forEach(chunk -> append(text, chunk));
            if (chunks.isEmpty() && ended) {
                appendBegun(text, StandardStream.STDOUT);
                appendBegun(text, StandardStream.STDERR);
                String outcome =
                        new String(JsonStruct.write(job.view().summary().toStruct()), StandardCharsets.UTF_8);
                ServerSentEvents.append(text, "outcome", id() + END, outcome);
                stream.write(text.toString());
                return;
            }
            if (chunks.isEmpty() && !job.isFollowed()) {
                return;
            }
            stream.write(text.isEmpty() ? ServerSentEvents.HEARTBEAT : text.toString());
        }
    }

    private Begun begun(StandardStream stream) {
        return stream == StandardStream.STDOUT ? stdout : stderr;
    }

    private void append(StringBuilder text, JobReader.Chunk chunk) {
        Begun begun = begun(chunk.stream());
        begun.bytes.writeBytes(chunk.bytes());
        begun.time = chunk.time();
        byte[] bytes = begun.bytes.toByteArray();
        int whole = wholeCharacters(bytes);
        if (whole > 0) {
            begun.bytes.reset();
            begun.bytes.write(bytes, whole, bytes.length - whole);
            append(text, chunk.stream(), Arrays.copyOf(bytes, whole));
        }
    }

    /** What can become no character any more. */
    private void appendBegun(StringBuilder text, StandardStream stream) {
        Begun begun = begun(stream);
        if (begun.bytes.size() > 0) {
            append(text, stream, begun.bytes.toByteArray());
            begun.bytes.reset();
        }
    }

    private void append(StringBuilder text, StandardStream stream, byte[] bytes) {
        Begun begun = begun(stream);
        begun.sent += bytes.length;
        Optional<String> characters = decoded(bytes);
        ServerSentEvents.append(text, stream.word(), id(), JsonText.object(json -> {
            json.writeStringProperty("time", begun.time.toString());
            if (characters.isPresent()) {
                json.writeStringProperty("text", characters.get());
            } else {
                json.writeStringProperty("base64", Base64.getEncoder().encodeToString(bytes));
            }
        }));
    }

    private String id() {
        return stdout.sent + "-" + stderr.sent;
    }

    private static Optional<String> decoded(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** How many bytes there are without those of a last character that has begun and may be gone on with (RFC 3629 §3). */
    private static int wholeCharacters(byte[] bytes) {
        for (int back = 1; back <= 3 && back <= bytes.length; back++) {
            int b = bytes[bytes.length - back] & 0xff;
            if (b >= 0xc0) {
                int needed = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
                return back < needed && b <= 0xf4 ? bytes.length - back : bytes.length;
            }
            if (b < 0x80) {
                break;
            }
        }
        return bytes.length;
    }
}

package dev.labhand.controller.client;

import dev.labhand.api.Target;
import dev.labhand.controller.client.HttpConnection.Body;
import dev.labhand.controller.client.HttpConnection.Request;
import dev.labhand.controller.inventory.Address;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.FileInfo;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.Sha256;
import dev.labhand.ssh.files.Sink;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests to an agent's {@code /files}, one after another over one connection that is made anew after it broke. */
final class FileRequests implements AutoCloseable {

    private static final Pattern DIGEST = Pattern.compile("sha-256=:([A-Za-z0-9+/]{43}=):");
    private static final Pattern RANGE = Pattern.compile("bytes (?:\\d+-\\d+|\\*)/(\\d{1,18})");
    private static final int MOST_TEXT = 64 << 10;
    private static final int ACCEPTED = 202;
    private static final int PARTIAL = 206;

    private final Address.Agent agent;
    private final Target target;
    private final AgentAccess access;
    private @Nullable HttpConnection connection;

    FileRequests(Address.Agent agent, Target target, AgentAccess access) {
        this.agent = agent;
        this.target = target;
        this.access = access;
    }

    /** The answer to a PUT. */
    record Put(int status, FileInfo file) {}

    /** What is done with an answer that is no failure. */
    private interface Reading<T> {
        FileResult<T> read(HttpReply.Head head, HttpBody body) throws IOException;
    }

    /** Sends a piece of a file, of which more is to come. */
    FileResult<Boolean> putPiece(String path, Map<String, String> query, Map<String, String> fields, Body body) {
        return send(new Request("PUT", url(path, query), fields, Optional.of(body)), (head, answer) -> {
            answer.readNBytes(MOST_TEXT);
            return head.status() == ACCEPTED
                    ? FileResult.done(true)
                    : FileResult.failed(
                            Reason.FAILED, "the agent answers HTTP " + head.status() + " before it has the whole file");
        });
    }

    FileResult<Put> put(String path, Map<String, String> query, Map<String, String> fields, Body body) {
        return send(new Request("PUT", url(path, query), fields, Optional.of(body)), (head, answer) -> {
            String text = new String(answer.readNBytes(MOST_TEXT), StandardCharsets.UTF_8);
            try {
                return FileResult.done(new Put(head.status(), FileStructs.read(Json.parse(text))));
            } catch (IllegalArgumentException e) {
                return FileResult.failed(Reason.FAILED, "the agent's answer makes no sense: " + e.getMessage());
            }
        });
    }

    /** @param isPart whether a range was asked for, in whose place nothing else is taken */
    FileResult<FileInfo> get(String path, Map<String, String> fields, boolean isPart, Sink sink) {
        return send(new Request("GET", url(path, Map.of()), fields, Optional.empty()), (head, body) -> {
            FileInfo file = info(path, head);
            if (isPart && head.status() != PARTIAL) {
                return FileResult.failed(
                        Reason.OUT_OF_RANGE, path + ": the agent answers HTTP " + head.status() + " for a part of it");
            }
            byte[] buffer = new byte[64 << 10];
            long count = 0;
            try {
                sink.begin(file);
                for (int some = read(body, buffer, count); some >= 0; some = read(body, buffer, count)) {
                    sink.write(buffer, 0, some);
                    count += some;
                }
                sink.verified();
                return FileResult.done(file);
            } catch (Broken e) {
                return FileResult.failed(Reason.LOST, path + ": " + e.getMessage());
            } catch (IOException e) {
                return FileResult.failed(Reason.BROKEN_OFF, path + ": " + Reasons.of(e));
            }
        });
    }

    /** The agent's side broke, not ours. */
    private static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(long count, IOException cause) {
            super("the agent broke off after " + count + " bytes (" + Reasons.of(cause)
                    + "), or the file changed while it was read");
        }
    }

    private static int read(HttpBody body, byte[] buffer, long count) throws Broken {
        try {
            return body.read(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw new Broken(count, e);
        }
    }

    /** What the fields of an answer tell; the mode and time of a file are no part of them. */
    private static FileInfo info(String path, HttpReply.Head head) {
        Matcher range = RANGE.matcher(head.fields().getOrDefault("content-range", ""));
        String length = range.matches() ? range.group(1) : head.fields().getOrDefault("content-length", "0");
        Matcher digest = DIGEST.matcher(head.fields().getOrDefault("repr-digest", ""));
        Optional<Sha256> sum = digest.find() ? Optional.of(Sha256.ofBase64(digest.group(1))) : Optional.empty();
        return new FileInfo(path, FileInfo.Type.FILE, Long.parseLong(length), 0, Instant.EPOCH, Optional.empty(), sum);
    }

    private String url(String path, Map<String, String> query) {
        String base = Optional.ofNullable(agent.url().getRawPath()).orElse("");
        StringBuilder url = new StringBuilder(base.endsWith("/") ? base : base + "/");
        url.append("files?target=")
                .append(encoded(target.toString()))
                .append("&path=")
                .append(encoded(path));
        query.forEach((name, value) -> url.append('&').append(name).append('=').append(encoded(value)));
        return url.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private <T> FileResult<T> send(Request request, Reading<T> reading) {
        HttpConnection open;
        try {
            open = connected();
        } catch (IOException e) {
            return ofAgent(Reason.UNREACHABLE, Reasons.of(e));
        }
        try {
            HttpReply.Head head = open.send(request, access.token());
            HttpBody body = HttpBody.of(head, !request.method().equals("HEAD"), open.in());
            FileResult<T> result = head.status() < 300 ? reading.read(head, body) : refused(head, body);
            if (!head.keepsConnection() || !body.isComplete()) {
                close();
            }
            return result;
        } catch (IOException e) {
            close();
            return ofAgent(Reason.LOST, "the connection to the agent broke: " + Reasons.of(e));
        }
    }

    private <T> FileResult<T> ofAgent(Reason reason, String why) {
        return new FileResult.Failed<>(FileStructs.ofAgent(new FileFailure(reason, why), agent, target));
    }

    private <T> FileResult<T> refused(HttpReply.Head head, HttpBody body) throws IOException {
        String text = new String(body.readNBytes(MOST_TEXT), StandardCharsets.UTF_8);
        String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
        Optional<Reason> known = Reason.of(head.fields().getOrDefault("labhand-reason", ""));
        if (known.isPresent()) {
            return new FileResult.Failed<>(FileStructs.atAgent(new FileFailure(known.get(), line), agent));
        }
        return switch (head.status()) {
            case 401 ->
                FileResult.failed(Reason.AUTH_FAILED, "the agent wants a right token (HTTP 401): give --token-file");
            case 403 -> ofAgent(Reason.AUTH_FAILED, "the agent forbids it (HTTP 403): " + line);
            case 404, 405 ->
                ofAgent(Reason.UNSUPPORTED, "the agent knows nothing of files: it is older than this program");
            default -> ofAgent(Reason.FAILED, "HTTP " + head.status() + ": " + line);
        };
    }

    private HttpConnection connected() throws IOException {
        HttpConnection standing = connection;
        if (standing == null) {
            standing = HttpConnection.open(agent.url(), access.connectTimeout(), _ -> {});
            connection = standing;
        }
        return standing;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}

package dev.labhand.controller;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Outcome;
import dev.labhand.controller.inventory.Address;
import dev.labhand.controller.inventory.Node;
import dev.labhand.protocol.JobOutput;
import dev.labhand.protocol.RpcMessage;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An agent of the tests: it speaks JSON-RPC on a loopback port and does what it is told to do. */
public final class FakeAgent implements AutoCloseable {

    /** What it does with a call. */
    public sealed interface Reaction {}

    /** Answers it. */
    public record Answer(InvocationResult result) implements Reaction {}

    /** Answers with an HTTP status and a plain body. */
    public record Status(int code, String body) implements Reaction {}

    /** Closes the connection without a word. */
    public record HangUp() implements Reaction {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final JsonRpcCodec codec = new JsonRpcCodec();
    private final Map<String, Function<Invocation, Reaction>> methods = new ConcurrentHashMap<>();
    private final List<Invocation> calls = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    public FakeAgent() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/rpc", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public static Reaction passed(@Nullable Object value) {
        return new Answer(InvocationResult.passed(value));
    }

    public static Reaction failed(Failure failure) {
        return new Answer(InvocationResult.failed(failure));
    }

    /** All of a job's output at once, and its end. */
    public static Reaction ended(String stdout, String stderr, Outcome outcome) {
        byte[] out = stdout.getBytes(StandardCharsets.UTF_8);
        byte[] err = stderr.getBytes(StandardCharsets.UTF_8);
        return passed(new JobOutput(out, err, out.length, err.length, outcome, Optional.empty(), true).toStruct());
    }

    /** What it does with calls of a method; of others it says that they do not exist. */
    public FakeAgent on(String method, Function<Invocation, Reaction> reaction) {
        methods.put(method, reaction);
        return this;
    }

    /** What it does with requests to {@code /files}; without this, it knows nothing of them. */
    public FakeAgent onFiles(HttpHandler handler) {
        server.createContext("/files", handler);
        return this;
    }

    /** Whatever command is started writes this and ends so. */
    public FakeAgent commandsEnd(String stdout, String stderr, Outcome outcome) {
        return on("job.start", call -> passed("job")).on("job.read", call -> ended(stdout, stderr, outcome));
    }

    /** All calls so far. */
    public List<Invocation> calls() {
        return List.copyOf(calls);
    }

    public List<Invocation> calls(String method) {
        return calls.stream().filter(call -> call.keyword().equals(method)).toList();
    }

    /** The Authorization headers so far; "" where there was none. */
    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public Address.Agent address() {
        return new Address.Agent(url());
    }

    public Node node(String name) {
        return new Node(name, address());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            RpcMessage message = codec.read(exchange.getRequestBody().readAllBytes(), Optional.empty());
            if (!(message.calls().getFirst() instanceof RpcMessage.Request(var id, Invocation call))) {
                throw new IOException("no request: " + message);
            }
            calls.add(call);
            authorizations.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse(""));
            Function<Invocation, Reaction> method =
                    methods.getOrDefault(call.keyword(), unknown -> failed(Failure.noSuchMethod(unknown.keyword())));
            switch (method.apply(call)) {
                case Answer(InvocationResult result) ->
                    respond(
                            exchange,
                            200,
                            codec.writeReply(message, List.of(result)).orElseThrow());
                case Status(int code, String body) -> respond(exchange, code, body.getBytes(StandardCharsets.UTF_8));
                case HangUp() -> {}
            }
        }
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** As if the process was killed: connections are refused from now on. */
    public void kill() {
        server.stop(0);
    }

    @Override
    public void close() {
        kill();
        threads.shutdownNow();
    }
}

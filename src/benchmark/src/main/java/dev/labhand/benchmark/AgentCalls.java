package dev.labhand.benchmark;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls of an agent's keywords, one after the other on one connection. */
final class AgentCalls implements AutoCloseable {

    private final URI url;
    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonRpcCodec codec = new JsonRpcCodec();

    AgentCalls(Service agent) {
        this.url = URI.create("http://127.0.0.1:" + agent.port() + "/rpc");
    }

    /**
     * Calls, and returns the struct that comes back.
     *
     * @throws IOException if the keyword fails
     */
    Map<?, ?> struct(String keyword, @Nullable Object... arguments) throws IOException, InterruptedException {
        return call(keyword, arguments) instanceof Map<?, ?> struct ? struct : Map.of();
    }

    /**
     * Calls.
     *
     * @throws IOException if the keyword fails
     */
    @Nullable
    Object call(String keyword, @Nullable Object... arguments) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", codec.contentType())
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofByteArray(codec.writeCall(Invocation.of(keyword, arguments))))
                .build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return switch (codec.readReply(response.body())) {
            case InvocationResult.Passed(var value) -> value;
            case InvocationResult.Failed(Failure failure) -> throw new IOException(keyword + ": " + failure.text());
        };
    }

    @Override
    public void close() {
        client.close();
    }
}

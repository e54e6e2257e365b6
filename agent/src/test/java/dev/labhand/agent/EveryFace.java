package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.RpcCodec;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import dev.labhand.protocol.xmlrpc.XmlRpcCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An agent, and calls of it on each of its faces. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EveryFace {

    private final Object[] libraries;
    final HttpClient client = HttpClient.newHttpClient();
    Agent agent;

    /** With these libraries besides the agent's own. */
    EveryFace(Object... libraries) {
        this.libraries = libraries;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        agent = TestAgents.start(folder, TestAgents.http(), Optional.empty(), libraries);
    }

    @AfterAll
    void stop() {
        agent.close();
        client.close();
    }

    record OneFace(String name, String path, RpcCodec codec) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<OneFace> faces() {
        return Stream.of(
                new OneFace("XML-RPC", "/RPC2", new XmlRpcCodec()),
                new OneFace("JSON-RPC", "/rpc", new JsonRpcCodec()));
    }

    InvocationResult call(OneFace face, Invocation call) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(URI.create(agent.url() + face.path()))
                        .header("Content-Type", face.codec().contentType())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                face.codec().writeCall(call)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains(face.codec().contentType());
        return face.codec().readReply(response.body());
    }

    @Nullable
    Object passed(OneFace face, String method, Object... arguments) throws Exception {
        InvocationResult result = call(face, Invocation.of(method, arguments));
        assertThat(result).isInstanceOf(InvocationResult.Passed.class);
        return ((InvocationResult.Passed) result).value();
    }

    Map<String, @Nullable Object> struct(OneFace face, String method, Object... arguments) throws Exception {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(passed(face, method, arguments)))
                .forEach((name, value) -> struct.put((String) name, value));
        return struct;
    }

    String refusal(OneFace face, int code, String method, Object... arguments) throws Exception {
        InvocationResult result = call(face, Invocation.of(method, arguments));
        assertThat(result).isInstanceOf(InvocationResult.Failed.class);
        Failure failure = ((InvocationResult.Failed) result).failure();
        assertThat(failure.code()).isEqualTo(code);
        return failure.text();
    }
}

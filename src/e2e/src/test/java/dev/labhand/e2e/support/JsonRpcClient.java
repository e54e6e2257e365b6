package dev.labhand.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A JSON-RPC client that shares no code with Labhand. */
public final class JsonRpcClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI endpoint;

    /** A client of an agent. */
    public JsonRpcClient(AgentProcess agent) {
        this.endpoint = agent.url().resolve("/rpc");
    }

    /** Calls by name and returns the result. */
    public JsonNode call(String method, Map<String, ?> params) {
        JsonNode reply = request(method, params);
        if (!reply.has("result")) {
            throw new AssertionError(method + " failed: " + reply);
        }
        return reply.get("result");
    }

    /** Runs a command on a target and returns the struct of {@code exec}. */
    public JsonNode exec(String target, String command) {
        return call("exec", Map.of("target", target, "command", command));
    }

    private JsonNode request(String method, Map<String, ?> params) {
        String body = JSON.writeValueAsString(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", params));
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

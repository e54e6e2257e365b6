package dev.labhand.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A server that adds 2 and 3.
 *
 * @param call the request's body
 * @param answer what the answer must hold
 */
record RpcPeer(String name, URI url, String contentType, String call, Pattern answer) {

    private static final Pattern XML_FIVE = Pattern.compile("<(int|i4)>5</(int|i4)>");
    private static final Pattern JSON_FIVE = Pattern.compile("\"result\" ?: ?5[,}\\s]");

    private static final String XML_CALL = "<?xml version=\"1.0\"?><methodCall><methodName>add</methodName><params>"
            + "<param><value><int>2</int></value></param><param><value><int>3</int></value></param></params></methodCall>";
    private static final String ROBOT_CALL =
            "<?xml version=\"1.0\"?><methodCall><methodName>run_keyword</methodName><params>"
                    + "<param><value><string>add</string></value></param><param><value><array><data>"
                    + "<value><int>2</int></value><value><int>3</int></value></data></array></value></param></params></methodCall>";
    private static final String JSON_CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":{\"a\":2,\"b\":3}}";

    static RpcPeer xml(String name, int port, String path) {
        return new RpcPeer(name, url(port, path), "text/xml", XML_CALL, XML_FIVE);
    }

    /** One that offers the keyword through Robot Framework's remote protocol. */
    static RpcPeer robot(String name, int port, String path) {
        return new RpcPeer(name, url(port, path), "text/xml", ROBOT_CALL, XML_FIVE);
    }

    static RpcPeer json(String name, int port, String path) {
        return new RpcPeer(name, url(port, path), "application/json", JSON_CALL, JSON_FIVE);
    }

    /** One that runs {@code true} on a target of the agent. */
    static RpcPeer exec(String name, int port, String target) {
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"exec\",\"params\":{\"target\":\"" + target
                + "\",\"command\":\"true\"}}";
        return new RpcPeer(
                name, url(port, "/rpc"), "application/json", call, Pattern.compile("\"outcome\" ?: ?\"exited\""));
    }

    /** Calls once and looks at the answer. */
    void check() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            check(client);
        }
    }

    /** Calls once, on the connection that the client has if it has one, and looks at the answer. */
    void check(HttpClient client) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(call))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200 || !answer.matcher(response.body()).find()) {
            throw new IOException(
                    name + " answered " + call + " with " + response.statusCode() + " " + response.body());
        }
    }

    /** The load on it. */
    Contest.Contestant load(Workshop workshop, int connections, boolean newConnections) throws IOException {
        return load(workshop, connections, newConnections, "");
    }

    /** The load on it, every answer of which must hold a word. */
    Contest.Contestant load(Workshop workshop, int connections, boolean newConnections, String word)
            throws IOException {
        Path body = Files.createTempFile(workshop.folder(), "call", ".body");
        Files.writeString(body, call, StandardCharsets.UTF_8);
        return new Wrk(workshop.peer("load.lua"), url, body, contentType, connections, newConnections, word);
    }

    private static URI url(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}

package dev.labhand.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, as users run it. */
@Timeout(120)
class AgentCommandTest {

    private static final String ADD = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":[2,3]}";

    @TempDir
    private Path folder;

    private Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AgentMain.class.getName()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LABHAND_"));
        builder.environment().put("XDG_STATE_HOME", folder.toString());
        return builder.start();
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    private void assertRefused(String message, String... arguments) throws IOException, InterruptedException {
        Process process = run(arguments);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(errors().lines()).singleElement().asString().startsWith(message);
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
    }

    @Test
    void itTellsWhereItIsReadyServesLogsAndStopsCleanlyOnSigterm() throws Exception {
        Path portFile = folder.resolve("port");
        Process process = run("--port", "0", "--name", "lab7", "--port-file", portFile.toString());
        try (BufferedReader out =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                HttpClient client = HttpClient.newHttpClient()) {
            String ready = out.readLine();
            String port = Files.readString(portFile).strip();
            assertThat(ready).isEqualTo("labhand agent lab7 ready on http://127.0.0.1:" + port);
            assertThat(folder.resolve("labhand/lab7")).isDirectory();

            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/rpc"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(ADD))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.body()).contains("\"result\":5");

            // Not Process.destroy(), which closes the streams, too.
            process.toHandle().destroy();
            assertThat(process.waitFor()).isZero();
            assertThat(out.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
        assertThat(errors().lines())
                .as("one line for the one call, and nothing else")
                .singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO call: 127\\.0\\.0\\.1 add"
                        + " \\d+\\.\\d{3} ms passed");
    }

    @Test
    void aPortInUseIsToldInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused(
                    "labhand agent: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": Address already in use; choose another port (0 takes any free one) or address",
                    "--port",
                    String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void aPortFileThatCannotBeWrittenIsToldInOneLine() throws Exception {
        Path portFile = folder.resolve("none/port");
        assertRefused(
                "labhand agent: port file " + portFile + " cannot be written; choose another --port-file",
                "--port",
                "0",
                "--port-file",
                portFile.toString());
    }

    @Test
    void aPortFileThatIsADirectoryIsToldInOneLineAndNothingIsLeftThere() throws Exception {
        Path portFile = Files.createDirectory(folder.resolve("port"));
        assertRefused(
                "labhand agent: port file " + portFile + " cannot be written",
                "--port",
                "0",
                "--port-file",
                portFile.toString());
        assertThat(folder.resolve("port.new")).doesNotExist();
    }

    @Test
    void anIdentityThatCannotBeUsedIsToldInOneLine() throws Exception {
        Path rubbish = Files.writeString(folder.resolve("id"), "rubbish");
        assertRefused(
                "labhand agent: identity " + rubbish + " ",
                "--port",
                "0",
                "--name",
                "x",
                "--identity",
                rubbish.toString());
        assertThat(folder.resolve("labhand")).doesNotExist();
    }

    /** What a hostile or broken client can send must not fill the log with warnings. */
    @Test
    void hostileRequestsAreNoWarnings() throws Exception {
        Process process = run("--port", "0", "--name", "lab7");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String ready = out.readLine();
            int port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
            for (String host : List.of(
                    "evil.example",
                    "a b",
                    "[",
                    "[::1",
                    "localhost:99999",
                    "localhost:x",
                    "ex%41mple",
                    "a/b",
                    "@",
                    "\0",
                    "<x>",
                    "é",
                    "",
                    ",",
                    "localhost, evil",
                    "user:pw@localhost",
                    "x".repeat(9000))) {
                for (String target :
                        List.of("/", "http://[/", "//", "*", "/%zz", "/%00", "/..;/", "http://evil.example:x/")) {
                    exchange(port, "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
                }
            }
            process.toHandle().destroy();
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(errors().lines()).allMatch(line -> line.contains(" INFO "));
    }

    private static void exchange(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 ");
        }
    }

    @Test
    void aWrongValueIsToldInOneLine() throws Exception {
        assertRefused("labhand agent: --bind 0.0.0.0 lets other machines in", "--bind", "0.0.0.0");
    }

    @Test
    void anEmptyTokenFileIsToldInOneLine() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "\n");
        assertRefused(
                "labhand agent: token file " + token + " has no token",
                "--port",
                "0",
                "--token-file",
                token.toString());
    }

    @Test
    void settingsAreFoundInTheFileAndPrinted() throws Exception {
        Path config = Files.writeString(folder.resolve("agent.yaml"), "name: lab9\n");
        Process process = run("--config", config.toString(), "--print-config");

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("name: lab9")
                .contains("# " + config + ": name");
        assertThat(process.waitFor()).isZero();
        assertThat(errors()).isEmpty();
    }

    @Test
    void insecureIsWarnedAboutAndAsksForNoToken() throws Exception {
        Process process = run("--port", "0", "--bind", "0.0.0.0", "--insecure");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).contains(" ready on http://");
            assertThat(errors()).contains("WARNING: everyone who can reach 0.0.0.0 can run commands on this machine");
        } finally {
            process.destroyForcibly();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }
}

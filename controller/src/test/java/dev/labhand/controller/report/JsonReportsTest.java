package dev.labhand.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.Outcome;
import dev.labhand.controller.client.Json;
import dev.labhand.controller.report.ReportOptions.Fold;
import dev.labhand.controller.report.ReportOptions.Format;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReportsTest extends ReportTest {

    @Test
    void oneDocumentTellsEverything() {
        begin(options(Format.JSON), "n1", "n2");
        stdout("n1", "hé\"llo\n");
        stderr("n1", "oops");
        finished("n2", new Outcome.Unreachable("connection refused"));
        finished("n1", new Outcome.Exited(3));
        end();

        assertThat(Json.parse(out()))
                .isEqualTo(Map.of(
                        "targets",
                        List.of(
                                Map.of(
                                        "target", "n1",
                                        "outcome", "exited",
                                        "exitCode", 3L,
                                        "elapsedMs", 12L,
                                        "stdout", "hé\"llo\n",
                                        "stderr", "oops"),
                                Map.of(
                                        "target", "n2",
                                        "outcome", "unreachable",
                                        "reason", "connection refused",
                                        "elapsedMs", 12L,
                                        "stdout", "",
                                        "stderr", "")),
                        "total",
                        2L,
                        "tally",
                        Map.of("exited 3", 1L, "unreachable", 1L)));
        assertThat(err()).endsWith("2 targets: 1 exited 3, 1 unreachable\n");
    }

    @Test
    void bytesThatAreNoTextAreThereInFull() {
        byte[] bytes = new byte[100_000];
        bytes[70_000] = (byte) 0xff;
        begin(options(Format.JSON), "n1");
        stdout("n1", bytes);
        finished("n1", new Outcome.Exited(0));
        end();

        assertThat(Json.parse(out()))
                .extracting("targets")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .first()
                .extracting("stdoutBase64")
                .isEqualTo(Base64.getEncoder().encodeToString(bytes));
    }

    @Test
    void aFailureHasCodeMessageAndData() {
        begin(options(Format.JSON_LINES), "n1");
        finished("n1", new Outcome.Failed(new Failure(-32000, "no", Map.of("type", "E"))));

        assertThat(Json.parse(out()))
                .isEqualTo(Map.of(
                        "event", "finished",
                        "target", "n1",
                        "outcome", "failed",
                        "reason", "no",
                        "error", Map.of("code", -32000L, "message", "no", "data", Map.of("type", "E")),
                        "elapsedMs", 12L));
    }

    @Test
    void anObjectOnALineForEachEvent() {
        begin(options(Format.JSON_LINES), "n1");
        started("n1");
        stdout("n1", "a\nb");
        stderr("n1", "c\n");
        finished("n1", new Outcome.Exited(0));
        end();

        assertThat(out().lines().toList())
                .containsExactly(
                        "{\"event\":\"started\",\"target\":\"n1\"}",
                        "{\"event\":\"stdout\",\"target\":\"n1\",\"line\":\"a\"}",
                        "{\"event\":\"stderr\",\"target\":\"n1\",\"line\":\"c\"}",
                        "{\"event\":\"stdout\",\"target\":\"n1\",\"line\":\"b\",\"partial\":true}",
                        "{\"event\":\"finished\",\"target\":\"n1\",\"outcome\":\"exited\",\"exitCode\":0,\"elapsedMs\":12}",
                        "{\"event\":\"run_finished\",\"total\":1,\"tally\":{\"exited 0\":1}}");
        assertThat(err()).isEqualTo("1 target: 1 exited 0\n");
    }

    @Test
    void aLineThatIsNoTextIsBase64() {
        begin(options(Format.JSON_LINES), "n1");
        stdout("n1", "é\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(out()).isEqualTo("{\"event\":\"stdout\",\"target\":\"n1\",\"base64\":\"6Q==\"}\n");
    }

    @Test
    void aLineOfUpToAMebibyteIsOneEventAndALongerOneSaysThatItGoesOn() {
        String mebibyte = "x".repeat((1 << 20) - 1) + "é";
        begin(options(Format.JSON_LINES), "n1");
        stdout("n1", "x".repeat(1 << 20) + "\n");
        stdout("n1", mebibyte + "é\n");

        assertThat(out().lines().map(Json::parse).toList())
                .containsExactly(
                        Map.of("event", "stdout", "target", "n1", "line", "x".repeat(1 << 20)),
                        Map.of("event", "stdout", "target", "n1", "line", mebibyte, "partial", true),
                        Map.of("event", "stdout", "target", "n1", "line", "é"));
    }

    private static ReportOptions options(Format format) {
        return new ReportOptions(format, Fold.NOTHING, false, Labels.SHOWN, false);
    }
}

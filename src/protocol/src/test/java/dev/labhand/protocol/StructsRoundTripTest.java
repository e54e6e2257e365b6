package dev.labhand.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import dev.labhand.protocol.xmlrpc.XmlRpcCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The structs that agent and controller exchange, over both faces. */
class StructsRoundTripTest {

    private static final byte[] ANY_BYTES = {0, 1, -1, 13, 10, 60, -128};

    private static final List<Outcome> OUTCOMES = List.of(
            new Outcome.Exited(0),
            new Outcome.Exited(255),
            new Outcome.Signalled("KILL"),
            new Outcome.Signalled(""),
            new Outcome.TimedOut(Outcome.TimedOut.Limit.MAX),
            new Outcome.TimedOut(Outcome.TimedOut.Limit.IDLE),
            new Outcome.OutputLimit("stdout passed 10 bytes"),
            new Outcome.Cancelled("Ctrl-C"),
            new Outcome.Unreachable("connection refused"),
            new Outcome.AuthFailed(""),
            new Outcome.HostKeyRejected("key <changed> & gone"),
            new Outcome.Rejected("policy"),
            new Outcome.Lost("connection reset"),
            new Outcome.Running());

    private static final List<StopResult> STOPS = List.of(
            new StopResult.Verified(),
            new StopResult.Survivors(List.of("12 sleep", "13 żółw")),
            new StopResult.Survivors(List.of(), StopResult.Containment.GROUP),
            new StopResult.Verified(StopResult.Containment.GROUP),
            new StopResult.Unverifiable("no ps on the target"));

    static Stream<Named<RpcCodec>> codecs() {
        return Stream.of(Named.of("XML-RPC", new XmlRpcCodec()), Named.of("JSON-RPC", new JsonRpcCodec()));
    }

    static Stream<Arguments> codecsAndOutcomes() {
        return codecs().flatMap(codec -> OUTCOMES.stream().map(outcome -> Arguments.of(codec, outcome)));
    }

    static Stream<Arguments> codecsAndStops() {
        return codecs().flatMap(codec -> STOPS.stream().map(stop -> Arguments.of(codec, stop)));
    }

    @ParameterizedTest
    @MethodSource("codecsAndOutcomes")
    void outcomesSurviveTheWire(RpcCodec codec, Outcome outcome) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        OutcomeStruct.write(outcome, struct);

        assertThat(OutcomeStruct.readOutcome(sent(codec, struct))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @MethodSource("codecsAndStops")
    void stopsSurviveTheWire(RpcCodec codec, StopResult stop) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        OutcomeStruct.write(stop, struct);

        assertThat(OutcomeStruct.readStop(sent(codec, struct))).contains(stop);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void jobOutputSurvivesTheWireByteForByte(RpcCodec codec) {
        JobOutput output = new JobOutput(
                ANY_BYTES,
                new byte[0],
                5_000_000_000L,
                0,
                new Outcome.Exited(3),
                Optional.of(new StopResult.Verified()),
                true);

        JobOutput read = JobOutput.fromStruct(sent(codec, output.toStruct()));

        assertThat(read).usingRecursiveComparison().isEqualTo(output);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void jobOutputOfARunningJobHasNoStop(RpcCodec codec) {
        JobOutput output = new JobOutput(new byte[0], ANY_BYTES, 0, 7, new Outcome.Running(), Optional.empty(), false);

        JobOutput read = JobOutput.fromStruct(sent(codec, output.toStruct()));

        assertThat(read).usingRecursiveComparison().isEqualTo(output);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void jobSummariesSurviveTheWire(RpcCodec codec) {
        JobSummary summary = new JobSummary(
                new JobId("job-1"),
                "root@host:2222",
                "echo 'ü'",
                true,
                new Outcome.TimedOut(Outcome.TimedOut.Limit.IDLE),
                Optional.of(new StopResult.Survivors(List.of("12 sleep"))),
                5_000_000_000L,
                0,
                Instant.parse("2026-11-01T10:20:30Z"),
                1234);

        assertThat(JobSummary.fromStruct(sent(codec, summary.toStruct()))).isEqualTo(summary);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void jobReportsTellTheSameOnBothFaces(RpcCodec codec) {
        JobReport report = new JobReport(
                new JobId("job-1"),
                "root@host:2222",
                new Outcome.Signalled("TERM"),
                Optional.empty(),
                "text for reading",
                ANY_BYTES,
                16,
                5_000_000_000L,
                true,
                Instant.parse("2026-11-01T10:20:30Z"),
                1234);

        Map<String, @Nullable Object> read = sent(codec, report.toStruct());

        boolean xml = codec instanceof XmlRpcCodec;
        assertThat(read)
                .containsExactly(
                        Map.entry("job", "job-1"),
                        Map.entry("target", "root@host:2222"),
                        Map.entry("outcome", "signalled"),
                        Map.entry("signal", "TERM"),
                        Map.entry("stdout", "text for reading"),
                        Map.entry(
                                "stderr",
                                xml ? read.get("stderr") : Base64.getEncoder().encodeToString(ANY_BYTES)),
                        Map.entry("stdoutBytes", 16L),
                        Map.entry("stderrBytes", 5_000_000_000L),
                        Map.entry("truncated", true),
                        Map.entry(
                                "startedAt", xml ? LocalDateTime.parse("2026-11-01T10:20:30") : "2026-11-01T10:20:30Z"),
                        Map.entry("elapsedMs", 1234L));
        assertThat(Structs.bytes(read, "stderr")).isEqualTo(ANY_BYTES);
    }

    @Test
    void structsThatTellOfNoOutcomeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutcomeStruct.readOutcome(Map.of()))
                .withMessage("member 'outcome' should be a string but is absent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutcomeStruct.readOutcome(Map.of("outcome", "vanished")))
                .withMessageContaining("vanished");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutcomeStruct.readOutcome(Map.of("outcome", "exited")))
                .withMessageContaining("exitCode");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutcomeStruct.readOutcome(Map.of("outcome", "exited", "exitCode", 1L << 40)))
                .withMessageContaining("exitCode");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutcomeStruct.readOutcome(Map.of("outcome", "timed_out", "reason", "bored")))
                .withMessageContaining("bored");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutcomeStruct.readStop(Map.of("stop", "perhaps")))
                .withMessageContaining("perhaps");
    }

    @Test
    void jobOutputWithAMemberOfAnotherTypeIsRefusedNamingIt() {
        Map<String, @Nullable Object> good =
                new JobOutput(ANY_BYTES, ANY_BYTES, 1, 2, new Outcome.Exited(0), Optional.empty(), true).toStruct();
        for (Map.Entry<String, Object> wrong : Map.of(
                        "stdout", (Object) "not base64!", "next", "x", "eof", 1L, "stderr", 5L, "outcome", true)
                .entrySet()) {
            Map<String, @Nullable Object> struct = new LinkedHashMap<>(good);
            struct.put(wrong.getKey(), wrong.getValue());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JobOutput.fromStruct(struct))
                    .withMessageContaining("member '" + wrong.getKey() + "'");
        }
    }

    private static Map<String, @Nullable Object> sent(RpcCodec codec, Map<String, @Nullable Object> struct) {
        RpcMessage message = codec.read(codec.writeCall(Invocation.of("any")), Optional.empty());
        byte[] reply = codec.writeReply(message, List.of(InvocationResult.passed(struct)))
                .orElseThrow();
        if (!(codec.readReply(reply) instanceof InvocationResult.Passed(Map<?, ?> members))) {
            throw new AssertionError(new String(reply, StandardCharsets.UTF_8));
        }
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        members.forEach((name, value) -> read.put((String) name, value));
        return read;
    }
}

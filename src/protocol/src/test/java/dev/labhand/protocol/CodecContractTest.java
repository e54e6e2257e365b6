package dev.labhand.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import dev.labhand.protocol.xmlrpc.XmlRpcCodec;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds on both faces. */
class CodecContractTest {

    private static final List<Named<RpcCodec>> CODECS =
            List.of(Named.of("XML-RPC", new XmlRpcCodec()), Named.of("JSON-RPC", new JsonRpcCodec()));

    static Stream<Named<RpcCodec>> codecs() {
        return CODECS.stream();
    }

    static Stream<Arguments> codecsAndValues() {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("zeta", 1L);
        struct.put("alpha", List.of(Map.of("", "empty name")));
        struct.put(" spaced ", Double.MIN_VALUE);
        struct.put("none", null);
        struct.put("<&>\"'\\", "]]>");
        List<Object> values = new ArrayList<>(Arrays.asList(
                null,
                true,
                false,
                0L,
                -1L,
                (long) Integer.MAX_VALUE,
                (long) Integer.MIN_VALUE,
                Integer.MAX_VALUE + 1L,
                Integer.MIN_VALUE - 1L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                0.0,
                -0.0,
                2.0,
                0.1,
                1e22,
                -1e-7,
                1e308,
                Double.MAX_VALUE,
                Double.MIN_VALUE,
                "",
                " ",
                " kept \t white\nspace ",
                "a\r\nb\rc",
                "<a> & </a> ]]> \"'\\ \u007F\u0085\u2028",
                "żółw \uFFFD \uE000 \uD7FF",
                "\uD83D\uDE00 and \uD834\uDD1E and \uDBFF\uDFFD",
                "x".repeat(127) + "\uD83D\uDE00" + "&".repeat(300) + "y".repeat(100_000),
                List.of(),
                Map.of(),
                List.of(1L, "2", List.of(3.5, List.of())),
                struct));
        return CODECS.stream().flatMap(codec -> values.stream().map(value -> Arguments.of(codec, value)));
    }

    @ParameterizedTest
    @MethodSource("codecsAndValues")
    void aResultReadsBackAsItWas(RpcCodec codec, Object value) {
        RpcMessage message = codec.read(codec.writeCall(Invocation.of("any")), Optional.empty());

        byte[] reply = codec.writeReply(message, List.of(InvocationResult.passed(value)))
                .orElseThrow();

        assertThat(codec.readReply(reply)).isEqualTo(InvocationResult.passed(value));
    }

    @ParameterizedTest
    @MethodSource("codecsAndValues")
    void anArgumentReadsBackAsItWas(RpcCodec codec, Object value) {
        Invocation call = Invocation.of("any", value, "then", value);

        assertThat(only(codec.read(codec.writeCall(call), Optional.empty()))).isEqualTo(call);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void structsKeepTheirOrder(RpcCodec codec) {
        Map<String, Object> struct = new LinkedHashMap<>();
        for (int i = 50; i > 0; i--) {
            struct.put("member" + i, (long) i);
        }

        Invocation read = only(codec.read(codec.writeCall(Invocation.of("any", struct)), Optional.empty()));

        assertThat(read.positional().getFirst())
                .isInstanceOfSatisfying(
                        Map.class,
                        members -> assertThat(members.keySet().toString())
                                .isEqualTo(struct.keySet().toString()));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aFailureReadsBackWithItsCodeAndText(RpcCodec codec) {
        Failure failure = Failure.invalidParams("division by zero");

        InvocationResult read = replied(codec, InvocationResult.failed(failure));

        assertThat(read).isInstanceOfSatisfying(InvocationResult.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo(Failure.INVALID_PARAMS);
            assertThat(failed.failure().text()).isEqualTo("Invalid params: division by zero");
        });
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void halfSurrogatesBecomeReplacementCharacters(RpcCodec codec) {
        InvocationResult read = replied(codec, InvocationResult.passed("a\uD83Db\uDE00c\uD83D"));

        assertThat(read).isEqualTo(InvocationResult.passed("a\uFFFDb\uFFFDc\uFFFD"));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aResultOfAForeignTypeIsAFailureInItsPlace(RpcCodec codec) {
        assertThat(replied(codec, InvocationResult.passed(List.of(new StringBuilder("x")))))
                .isInstanceOfSatisfying(InvocationResult.Failed.class, failed -> {
                    assertThat(failed.failure().code()).isEqualTo(Failure.KEYWORD_FAILED);
                    assertThat(failed.failure().text()).contains("java.lang.StringBuilder");
                });
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void anArgumentOfAForeignTypeIsRefused(RpcCodec codec) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.writeCall(Invocation.of("any", 5)))
                .withMessageContaining("java.lang.Integer");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void valuesNestAsDeepAsTheLimit(RpcCodec codec) {
        Object deepest = nested(RpcCodec.MAX_NESTING);

        Invocation call = Invocation.of("any", deepest);
        assertThat(only(codec.read(codec.writeCall(call), Optional.empty()))).isEqualTo(call);
        assertThat(replied(codec, InvocationResult.passed(deepest))).isEqualTo(InvocationResult.passed(deepest));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatNestsDeeperIsNotWritten(RpcCodec codec) {
        Object tooDeep = nested(RpcCodec.MAX_NESTING + 1);

        assertThat(replied(codec, InvocationResult.passed(tooDeep)))
                .isInstanceOfSatisfying(
                        InvocationResult.Failed.class,
                        failed -> assertThat(failed.failure().text()).contains("nest deeper than 100"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.writeCall(Invocation.of("any", tooDeep)))
                .withMessageContaining("nest deeper than 100");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aListThatHoldsItselfIsAFailure(RpcCodec codec) {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);

        assertThat(replied(codec, InvocationResult.passed(circle))).isInstanceOf(InvocationResult.Failed.class);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void garbageIsUnreadableAndNoReply(RpcCodec codec) {
        for (String body : List.of("", " ", "hello", "\u0000", "<", "{", "[", "<a/>", "[1", "\uFEFF")) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            RpcMessage message = codec.read(bytes, Optional.empty());
            assertThat(message.calls()).singleElement().isInstanceOf(RpcMessage.Unreadable.class);
            byte[] reply = codec.writeReply(message, List.of(InvocationResult.passed("ignored")))
                    .orElseThrow();
            assertThat(codec.readReply(reply)).isInstanceOf(InvocationResult.Failed.class);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> codec.readReply(bytes))
                    .withMessageStartingWith("no ");
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aCallIsNoReplyAndAReplyNoCall(RpcCodec codec) {
        byte[] call = codec.writeCall(Invocation.of("any"));
        byte[] reply = codec.writeReply(codec.read(call, Optional.empty()), List.of(InvocationResult.passed(null)))
                .orElseThrow();

        assertThatIllegalArgumentException().isThrownBy(() -> codec.readReply(call));
        assertThat(codec.read(reply, Optional.empty()).calls())
                .singleElement()
                .isInstanceOfSatisfying(
                        RpcMessage.Unreadable.class,
                        unreadable -> assertThat(unreadable.failure().code()).isEqualTo(Failure.INVALID_REQUEST));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void resultsMustMatchTheCalls(RpcCodec codec) {
        RpcMessage message = codec.read(codec.writeCall(Invocation.of("any")), Optional.empty());

        assertThatIllegalArgumentException().isThrownBy(() -> codec.writeReply(message, List.of()));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void integersPast64BitsTravelOrFailInPlace(RpcCodec codec) {
        BigInteger past = BigInteger.TWO.pow(70);

        InvocationResult read = replied(codec, InvocationResult.passed(past));

        if (codec instanceof JsonRpcCodec) {
            assertThat(read).isEqualTo(InvocationResult.passed(past));
        } else {
            assertThat(read)
                    .isInstanceOfSatisfying(
                            InvocationResult.Failed.class,
                            failed -> assertThat(failed.failure().text()).contains("no integers past 64 bits"));
        }
    }

    private static Object nested(int depth) {
        Object value = "core";
        for (int i = 0; i < depth; i++) {
            value = i % 2 == 0 ? List.of(value) : Collections.singletonMap("in", value);
        }
        return value;
    }

    private static InvocationResult replied(RpcCodec codec, InvocationResult result) {
        RpcMessage message = codec.read(codec.writeCall(Invocation.of("any")), Optional.empty());
        return codec.readReply(codec.writeReply(message, List.of(result)).orElseThrow());
    }

    private static Invocation only(RpcMessage message) {
        assertThat(message.batch()).isFalse();
        assertThat(message.calls()).singleElement().isInstanceOf(RpcMessage.Request.class);
        return ((RpcMessage.Request) message.calls().getFirst()).invocation();
    }
}

package dev.labhand.benchmark;

import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.RpcCodec;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import dev.labhand.protocol.xmlrpc.XmlRpcCodec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a codec does for one call of {@code add} on the server: read the request, write the reply. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class CodecBenchmark {

    private static final List<InvocationResult> FIVE = List.of(InvocationResult.passed(5L));

    private final RpcCodec xml = new XmlRpcCodec();
    private final RpcCodec json = new JsonRpcCodec();
    private final byte[] xmlCall = xml.writeCall(Invocation.of("add", 2L, 3L));
    private final byte[] jsonCall = json.writeCall(Invocation.of("add", 2L, 3L));

    /** XML-RPC. */
    @Benchmark
    public Optional<byte[]> xmlRpc() {
        return xml.writeReply(xml.read(xmlCall, Optional.empty()), FIVE);
    }

    /** JSON-RPC. */
    @Benchmark
    public Optional<byte[]> jsonRpc() {
        return json.writeReply(json.read(jsonCall, Optional.empty()), FIVE);
    }
}

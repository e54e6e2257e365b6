package dev.labhand.controller.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Invocation;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.controller.inventory.Address;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine that answers no connection attempt: here a listener whose queue is full. */
class DialingTest {

    private final List<Socket> queue = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();
    private final ServerSocket silent;

    DialingTest() throws IOException {
        silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @BeforeEach
    void fillTheQueue() throws IOException {
        try {
            while (queue.size() < 100) {
                Socket socket = new Socket();
                queue.add(socket);
                socket.connect(new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort()), 200);
            }
            throw new AssertionError("the queue never fills");
        } catch (SocketTimeoutException e) {
            // It is full.
        }
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : queue) {
            socket.close();
        }
        silent.close();
    }

    @Test
    void noConnectionInTimeIsUnreachable() {
        assertThat(client(Duration.ofMillis(100)).call(Invocation.of("add"), Optional.empty(), cancellation))
                .isEqualTo(new Outcome.Unreachable("no connection within 0.1 s"));
    }

    @Test
    void aCancellationEndsTheAttemptAndNothingWasRun() {
        Thread.ofVirtual().start(() -> cancellation.request("Ctrl-C"));

        assertThat(client(Duration.ofMinutes(10))
                        .exec("true", ExecOptions.DEFAULTS, new CollectedOutput(), cancellation)
                        .outcome())
                .isEqualTo(new Outcome.NotRun("Ctrl-C"));
    }

    @Test
    void aCancellationEndsTheAttemptOfACallToo() {
        Thread.ofVirtual().start(() -> cancellation.request("Ctrl-C"));

        assertThat(client(Duration.ofMinutes(10)).call(Invocation.of("add"), Optional.empty(), cancellation))
                .isEqualTo(new Outcome.NotRun("Ctrl-C"));
    }

    private AgentClient client(Duration connectTimeout) {
        var agent = new Address.Agent(URI.create("http://127.0.0.1:" + silent.getLocalPort()));
        AgentAccess access = new AgentAccess(Optional.empty(), connectTimeout);
        return new AgentClient(agent, new Target.Local(), access, new JsonRpcCodec());
    }
}

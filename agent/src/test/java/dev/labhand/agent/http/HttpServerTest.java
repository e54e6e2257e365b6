package dev.labhand.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.labhand.agent.access.Access;
import dev.labhand.agent.access.AccessSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest {

    private static HttpServer start(String bind, int port) throws IOException {
        return HttpServer.start(
                HttpSettings.DEFAULTS.at(bind, port), Access.of(AccessSettings.open()), new Routes(), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 7080, 127.0.0.1:7080", "lab7, 1, lab7:1", "::1, 7080, [::1]:7080", "[::1], 7080, [::1]:7080"
    })
    void anIpv6AddressIsInBrackets(String host, int port, String expected) {
        assertThat(HttpServer.hostPort(host, port)).isEqualTo(expected);
    }

    @Test
    void anAddressThatCannotBeListenedOnIsNamed() throws IOException {
        try (HttpServer first = start("127.0.0.1", 0)) {
            assertThatIOException()
                    .isThrownBy(() -> start("127.0.0.1", first.port()))
                    .withMessage("cannot listen on 127.0.0.1:" + first.port()
                            + ": Address already in use; choose another port (0 takes any free one) or address");
        }
        assertThatIOException()
                .isThrownBy(() -> start("192.0.2.1", 0))
                .withMessageStartingWith("cannot listen on 192.0.2.1:0: ");
        assertThatIOException()
                .isThrownBy(() -> start("no.such.host.invalid", 0))
                .withMessage("cannot listen on no.such.host.invalid: this name has no address");
    }

    @Test
    void thePortIsClosedAtOnceEvenWhileConnectionsKeepComing() throws Exception {
        HttpServer server = start("127.0.0.1", 0);
        int port = server.port();
        CountDownLatch some = new CountDownLatch(300);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Boolean>> refused = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                refused.add(threads.submit(() -> isRefusedInTheEnd(port, some)));
            }
            some.await();

            server.drain();

            for (Future<Boolean> end : refused) {
                assertThat(end.get()).isTrue();
            }
        } finally {
            server.close();
        }
    }

    /** Connects over and over, but not for ever: each connection uses up one of the machine's port numbers for a while. */
    private static boolean isRefusedInTheEnd(int port, CountDownLatch connected) throws IOException {
        for (int i = 0; i < 5000; i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
            } catch (ConnectException e) {
                return true;
            } catch (SocketException e) {
                continue; // reset: it waited to be accepted when the port was closed
            }
            connected.countDown();
            LockSupport.parkNanos(200_000);
        }
        return false;
    }
}

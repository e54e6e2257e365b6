package dev.labhand.controller.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import jdk.net.ExtendedSocketOptions;

/** Opens TCP connections, each within a time limit that covers the look-up of the name too. */
final class Dialer {

    private static final Pattern LITERAL_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    /**
     * Look-ups block in native code, which holds the carrier of a virtual thread: a handful of dead name servers would stop
     * the whole fan-out. So they have platform threads of their own.
     */
    private static final ExecutorService LOOKUPS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("labhand-lookup-", 0).factory());

    private static final boolean KEEPALIVE_IS_TUNABLE =
            new Socket().supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE);

    private Dialer() {}

    /**
     * Connects to the first of the host's addresses that answers.
     *
     * @param dialing is shown each socket before it connects: closing it ends the attempt
     * @throws IOException if none does within the limit
     */
    static Socket connect(String host, int port, Duration limit, Consumer<Socket> dialing) throws IOException {
        Deadline deadline = Deadline.in(limit);
        InetAddress[] addresses = lookUp(host, deadline, limit);
        IOException failure = new UnknownHostException(host);
        for (int i = 0; i < addresses.length; i++) {
            Duration share = deadline.remaining().dividedBy(addresses.length - i);
            try {
                return connect(new InetSocketAddress(addresses[i], port), share, dialing);
            } catch (SocketTimeoutException e) {
                failure = tooSlow(limit);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static Socket connect(InetSocketAddress address, Duration limit, Consumer<Socket> dialing)
            throws IOException {
        Socket socket = new Socket();
        dialing.accept(socket);
        try {
            socket.setTcpNoDelay(true);
            noticeDeath(socket);
            // 0 would mean no limit.
            socket.connect(address, Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A machine that is gone breaks the connection within 25 s, also while nothing is sent. */
    private static void noticeDeath(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (KEEPALIVE_IS_TUNABLE) {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 10);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 5);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        }
    }

    private static InetAddress[] lookUp(String host, Deadline deadline, Duration limit) throws IOException {
        if (LITERAL_ADDRESS.matcher(host).matches()) {
            return InetAddress.getAllByName(host);
        }
        Future<InetAddress[]> lookup = LOOKUPS.submit(() -> InetAddress.getAllByName(host));
        try {
            return lookup.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new UnknownHostException(host);
        } catch (TimeoutException e) {
            lookup.cancel(true);
            throw new SocketTimeoutException("the name " + host + " was not found within " + Seconds.text(limit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketTimeoutException("interrupted while looking up " + host);
        }
    }

    private static SocketTimeoutException tooSlow(Duration limit) {
        return new SocketTimeoutException("no connection within " + Seconds.text(limit));
    }
}

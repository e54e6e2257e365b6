package dev.labhand.ssh;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.common.future.CancelOption;
import org.apache.sshd.common.session.helpers.MissingAttachedSessionException;

/** Over TCP, to each address of the name in turn. */
record Direct(Client client) implements Way {

    @Override
    public Arrival reach(Route route, long deadline) throws InterruptedException {
        List<InetAddress> addresses;
        try {
            addresses = resolve(route, deadline);
        } catch (UnknownHostException e) {
            return Way.unreachable("no such name");
        } catch (TimeoutException e) {
            return Way.unreachable("the name could not be looked up in " + Failures.text(route.connectTimeout()));
        }
        Arrival result = Way.unreachable("the name has no IPv" + route.family().orElse(4) + " address");
        for (int i = 0; i < addresses.size(); i++) {
            Handshake handshake = new Handshake(route);
            InetSocketAddress address = new InetSocketAddress(addresses.get(i), route.port());
            ConnectFuture connecting;
            long share = MonotonicTime.millisUntil(deadline) / (addresses.size() - i);
            try {
                connecting = client.connect(handshake, address);
                connecting.await(share, CancelOption.CANCEL_ON_TIMEOUT);
            } catch (IOException | RuntimeException e) {
                result = Way.unreachable(Failures.text(e));
                continue;
            }
            if (connecting.isConnected()) {
                return new Reached(connecting.getClientSession(), handshake);
            }
            Throwable error = connecting.getException();
            if (error != null && Failures.root(error) instanceof MissingAttachedSessionException) {
                return new HungUp(); // before MINA had made a session of it
            }
            boolean silent = error == null || connecting.isCanceled();
            result = Way.unreachable(silent ? Way.noAnswer(route) : Failures.text(error));
        }
        return result;
    }

    /** All addresses of a name; each keeps the name, which the host's certificate may be for. */
    private static List<InetAddress> resolve(Route route, long deadline)
            throws UnknownHostException, TimeoutException, InterruptedException {
        CompletableFuture<InetAddress[]> lookup = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                lookup.complete(InetAddress.getAllByName(route.host()));
            } catch (UnknownHostException | RuntimeException e) {
                lookup.completeExceptionally(e);
            }
        });
        try {
            InetAddress[] all = lookup.get(Math.max(1, MonotonicTime.millisUntil(deadline)), TimeUnit.MILLISECONDS);
            return Stream.of(all)
                    .filter(address -> route.family().isEmpty()
                            || route.family().getAsInt() == (address instanceof Inet4Address ? 4 : 6))
                    .toList();
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(route.host());
            unknown.initCause(e);
            throw unknown;
        }
    }
}

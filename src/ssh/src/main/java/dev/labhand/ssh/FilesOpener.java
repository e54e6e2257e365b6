package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import dev.labhand.ssh.files.RemoteShell;
import dev.labhand.ssh.files.SftpFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpVersionSelector;
import org.apache.sshd.sftp.common.SftpConstants;

/** Opens an SFTP session on a connection of the pool. */
final class FilesOpener {

    private static final int ATTEMPTS = 3;

    private final ConnectionPool pool;
    private final RemoteShell shell;
    private int brokenConnections;

    FilesOpener(ConnectionPool pool, RemoteShell shell) {
        this.pool = pool;
        this.shell = shell;
    }

    FileResult<RemoteFiles> open() {
        while (true) {
            Lease lease = new Lease();
            pool.submit(lease);
            switch (lease.await()) {
                case Room.Refused(Outcome why) -> {
                    return refused(why);
                }
                case Room.Given(Connection connection) -> {
                    Optional<FileResult<RemoteFiles>> result = open(connection, lease);
                    if (result.isPresent()) {
                        return result.get();
                    }
                }
            }
        }
    }

    /** Nothing if it is worth another try. */
    private Optional<FileResult<RemoteFiles>> open(Connection connection, Lease lease) {
        try {
            SftpClient client = new SftpClients()
                    .createSftpClient(
                            connection.session(), SftpVersionSelector.fixedVersionSelector(SftpConstants.SFTP_V3));
            client.getClientChannel().addCloseFutureListener(_ -> lease.giveBack(connection));
            pool.opened(connection, lease);
            return Optional.of(FileResult.done(new SftpFiles(client, shell, connection::trouble)));
        } catch (InterruptedIOException e) {
            lease.giveBack(connection);
            return Optional.of(FileResult.failed(Reason.CANCELLED, "cancelled"));
        } catch (IOException | RuntimeException e) {
            boolean noRoom = Failures.root(e) instanceof SshChannelOpenException;
            boolean hopeful = noRoom && pool.learnLimit(connection);
            boolean broken = !connection.isOpen();
            lease.giveBack(connection);
            if (hopeful || (broken && ++brokenConnections < ATTEMPTS)) {
                return Optional.empty();
            }
            return Optional.of(
                    broken
                            ? FileResult.failed(
                                    Reason.UNREACHABLE,
                                    "the connection breaks before anything can be done" + connection.trouble())
                            : noRoom
                                    ? FileResult.failed(
                                            Reason.REJECTED, "the server opens no session: " + Failures.text(e))
                                    : FileResult.failed(
                                            Reason.UNSUPPORTED,
                                            Failures.root(e) instanceof SocketTimeoutException
                                                    ? "the server's SFTP does not answer"
                                                    : "the server offers no SFTP"));
        }
    }

    private static FileResult<RemoteFiles> refused(Outcome why) {
        return switch (why) {
            case Outcome.Unreachable(String reason) -> FileResult.failed(Reason.UNREACHABLE, reason);
            case Outcome.AuthFailed(String reason) -> FileResult.failed(Reason.AUTH_FAILED, reason);
            case Outcome.HostKeyRejected(String reason) -> FileResult.failed(Reason.HOST_KEY_REJECTED, reason);
            case Outcome.Rejected(String reason) -> FileResult.failed(Reason.REJECTED, reason);
            case Outcome.Cancelled(String reason) -> FileResult.failed(Reason.CANCELLED, reason);
            default -> FileResult.failed(Reason.UNREACHABLE, why.word());
        };
    }

    /** What comes of asking for room. */
    private sealed interface Room {

        record Given(Connection connection) implements Room {}

        record Refused(Outcome why) implements Room {}
    }

    /** A session's place among those of its connection, given back exactly once. */
    private final class Lease implements ConnectionPool.Tenant {

        private final CompletableFuture<Room> room = new CompletableFuture<>();
        private final AtomicBoolean over = new AtomicBoolean();

        Room await() {
            try {
                return room.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("it never completes exceptionally", e);
            } catch (InterruptedException e) {
                Room.Refused cancelled = new Room.Refused(new Outcome.Cancelled("cancelled"));
                return room.complete(cancelled) ? cancelled : room.join();
            }
        }

        @Override
        public void admit(Connection connection) {
            if (!room.complete(new Room.Given(connection))) {
                giveBack(connection);
            }
        }

        @Override
        public void refuse(Outcome why) {
            room.complete(new Room.Refused(why));
        }

        void giveBack(Connection connection) {
            if (over.compareAndSet(false, true)) {
                pool.release(connection, this);
            }
        }
    }
}

package dev.labhand.controller.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Invocation;
import dev.labhand.api.Outcome;
import dev.labhand.controller.inventory.Address;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.DetachedJob;
import dev.labhand.ssh.RunningCommand;
import dev.labhand.ssh.RunningCommand.Ending;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SshHostClientTest {

    private static final Address.Ssh HOST = new Address.Ssh(Optional.of("root"), "lab1", OptionalInt.of(2222));

    private final FakeSsh ssh = new FakeSsh();
    private final AtomicInteger opened = new AtomicInteger();
    private final Cancellation cancellation = new Cancellation();
    private final CollectedOutput output = new CollectedOutput();
    private final TargetClients clients =
            new TargetClients(new AgentAccess(Optional.empty(), Duration.ofSeconds(1)), new JsonRpcCodec(), () -> {
                opened.incrementAndGet();
                return ssh;
            });

    @Test
    void runsTheCommandOnTheEndpoint() {
        ssh.endWith(new Outcome.Exited(0));

        assertThat(exec().outcome()).isEqualTo(new Outcome.Exited(0));
        assertThat(output.stdout()).isEqualTo("hello\n");
        assertThat(ssh.started).containsExactly("root@lab1:2222 uptime");
    }

    @Test
    void withoutUserAndPortTheSshConfigurationTellsThem() {
        ssh.endWith(new Outcome.Exited(0));

        clients.clientFor(new Address.Ssh(Optional.empty(), "lab2", OptionalInt.empty()))
                .exec("id", ExecOptions.DEFAULTS, output, cancellation);

        assertThat(ssh.started).containsExactly("lab2 id");
    }

    @Test
    void openingIsDoneOnceAndOnlyForSshHosts() {
        clients.prepare(List.of(new Address.Agent(java.net.URI.create("http://lab1:7080"))));
        assertThat(opened).hasValue(0);

        clients.prepare(List.of(HOST));
        clients.prepare(List.of(HOST));
        assertThat(opened).hasValue(1);

        clients.close();
        assertThat(ssh.closed).isTrue();
    }

    @Test
    void cancelledItStopsTheCommand() {
        ssh.onStart(() -> cancellation.request("Ctrl-C"));

        assertThat(exec().outcome()).isEqualTo(new Outcome.Cancelled("Ctrl-C"));
    }

    @Test
    void cancelledBeforeItStartsNothing() {
        cancellation.request("Ctrl-C");

        assertThat(exec().outcome()).isEqualTo(new Outcome.NotRun("Ctrl-C"));
        assertThat(ssh.started).isEmpty();
    }

    @Test
    void keywordsNeedAnAgent() {
        assertThat(clients.clientFor(HOST).call(Invocation.of("add"), Optional.empty(), cancellation))
                .isEqualTo(new Outcome.Rejected("root@lab1:2222 is an SSH host, not an agent: it offers no keywords"));
    }

    private Ending exec() {
        return clients.clientFor(HOST).exec("uptime", ExecOptions.DEFAULTS, output, cancellation);
    }

    private static final class FakeSsh implements SshCommands {
        private final List<String> started = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Ending> ending = new CompletableFuture<>();
        private Runnable onStart = () -> {};
        private boolean closed;

        void endWith(Outcome outcome) {
            ending.complete(new Ending(outcome, Optional.empty()));
        }

        void onStart(Runnable action) {
            onStart = action;
        }

        @Override
        public RunningCommand start(SshEndpoint endpoint, String command, ExecOptions options, CommandOutput sink) {
            started.add(endpoint + " " + command);
            try {
                sink.stdout("hello\n".getBytes(StandardCharsets.UTF_8), 0, 6);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            onStart.run();
            return new RunningCommand() {
                @Override
                public CompletableFuture<Ending> ending() {
                    return ending;
                }

                @Override
                public void stop(String reason) {
                    endWith(new Outcome.Cancelled(reason));
                }
            };
        }

        @Override
        public RunningCommand startDetached(SshEndpoint endpoint, DetachedJob job, CommandOutput sink) {
            return start(endpoint, job.command(), job.options(), sink);
        }

        @Override
        public Optional<String> removeOutput(SshEndpoint endpoint, DetachedJob job) {
            return Optional.empty();
        }

        @Override
        public FileResult<RemoteFiles> openFiles(SshEndpoint endpoint) {
            return FileResult.failed(FileFailure.Reason.UNREACHABLE, "no files here");
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

package dev.labhand.agent.sshlibrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.agent.keyword.ClientSession;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private static final Configuration.Changes NONE = new Configuration.Changes(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private final Connections connections = new Connections();

    private SshConnection open(String host) {
        return connections.open(host, Optional.empty(), 22, NONE);
    }

    private SshConnection open(String host, String alias) {
        return connections.open(host, Optional.of(alias), 22, NONE);
    }

    @Test
    void indexesBeginAtOneAndTheLastOneIsCurrent() {
        assertThat(open("a").index).isEqualTo(1);
        assertThat(open("b").index).isEqualTo(2);
        assertThat(connections.get(Optional.empty()).host).isEqualTo("b");
        assertThat(connections.get(Optional.of(1L)).host).isEqualTo("a");
        assertThat(connections.get(Optional.of("1")).host).isEqualTo("a");
    }

    @Test
    void anAliasGoesBeforeAnIndexAndItsLastOwnerCounts() {
        open("a");
        open("b", "My Alias");
        open("c", "1");
        open("d", "myalias");

        assertThat(connections.get(Optional.of("MY ALIAS")).host).isEqualTo("d");
        assertThat(connections.get(Optional.of("1")).host).isEqualTo("c");
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> connections.get(Optional.empty())).hasMessageContaining("No open connection.");
        open("a");
        for (Object wrong : new Object[] {"nope", 0L, 2L, "-1"}) {
            assertThatThrownBy(() -> connections.get(Optional.of(wrong)))
                    .hasMessageContaining("Non-existing index or alias '" + wrong + "'.");
        }
    }

    @Test
    void aClosedOneIsForgottenAndItsIndexIsNotGivenAgain() {
        SshConnection first = open("a", "x");
        open("b");

        connections.close(first);

        assertThat(connections.find("x")).isEmpty();
        assertThat(connections.find(1L)).isEmpty();
        assertThat(connections.current().orElseThrow().host).isEqualTo("b");
        assertThat(open("c").index).isEqualTo(3);
        connections.closeAll();
        assertThat(connections.current()).isEmpty();
        assertThat(open("d").index).isEqualTo(1);
    }

    @Test
    void newlinesHaveNames() {
        assertThat(Configuration.newline("CRLF")).isEqualTo("\r\n");
        assertThat(Configuration.newline("lf")).isEqualTo("\n");
        assertThat(Configuration.newline("\r")).isEqualTo("\r");
    }

    @Test
    void clientsDoNotSeeEachOther() throws Exception {
        try (Clients clients = new Clients(Duration.ofHours(1))) {
            ClientSession one = new ClientSession("10.0.0.9", "red");
            ClientSession other = new ClientSession("10.0.0.9", "blue");
            int index = ScopedValue.where(ClientSession.CURRENT, one)
                    .call(() -> clients.call(all -> all.open("a", Optional.empty(), 22, NONE).index));
            int count = ScopedValue.where(ClientSession.CURRENT, other)
                    .call(() -> clients.call(all -> all.all().size()));
            int still = ScopedValue.where(ClientSession.CURRENT, one)
                    .call(() -> clients.call(all -> all.all().size()));

            assertThat(index).isEqualTo(1);
            assertThat(count).isZero();
            assertThat(still).isEqualTo(1);
        }
    }

    @Test
    void aClientThatDoesNothingLosesItsConnectionsAndOneThatIsBusyDoesNot() throws Exception {
        try (Clients clients = new Clients(Duration.ofMillis(20))) {
            ClientSession idle = new ClientSession("10.0.0.9", "");
            ClientSession busy = new ClientSession("10.0.0.8", "");
            Connections left = ScopedValue.where(ClientSession.CURRENT, idle)
                    .call(() -> clients.call(all -> {
                        all.open("a", Optional.empty(), 22, NONE);
                        return all;
                    }));
            CountDownLatch gone = new CountDownLatch(1);
            Thread watcher = Thread.startVirtualThread(() -> {
                while (!left.all().isEmpty()) {
                    LockSupport.parkNanos(1_000_000);
                }
                gone.countDown();
            });

            int kept = ScopedValue.where(ClientSession.CURRENT, busy)
                    .call(() -> clients.call(all -> {
                        all.open("b", Optional.empty(), 22, NONE);
                        assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
                        return all.all().size();
                    }));

            assertThat(kept).isEqualTo(1);
            watcher.join();
        }
    }
}

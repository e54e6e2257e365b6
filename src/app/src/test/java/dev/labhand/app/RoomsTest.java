package dev.labhand.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomsTest {

    @ParameterizedTest
    @CsvSource({
        "agent.cli, agent.job",
        "agent.rpc, agent.keyword",
        "agent.http, protocol.xmlrpc",
        "agent.job, ssh",
        "controller.run, controller.client",
        "controller.client, protocol",
        "protocol.jsonrpc, protocol",
        "ssh, api",
        "app, agent.cli",
        "app, controller",
    })
    void mayUseWhatStandsRight(String from, String to) {
        assertThat(Rooms.mayUse(from, to)).isTrue();
        assertThat(Rooms.mayUse(to, from)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "agent.library, agent.access",
        "agent.keyword, agent.job",
        "protocol.xmlrpc, protocol.jsonrpc",
        "controller.report, controller.history",
        "ssh, protocol",
        "agent, controller",
        "agent.job, controller.client",
    })
    void mayNotUseWhatStandsBesideOrElsewhere(String one, String other) {
        assertThat(Rooms.mayUse(one, other)).isFalse();
        assertThat(Rooms.mayUse(other, one)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "dev.labhand.ssh.embedded, ssh",
        "dev.labhand.agent.job, agent.job",
        "dev.labhand.agent.job.spool, agent.job",
        "dev.labhand.agent, agent",
        "dev.labhand.app.demo, app",
    })
    void innerPackagesBelongToTheirRoom(String packageName, String room) {
        assertThat(Rooms.of(packageName)).contains(room);
    }

    @ParameterizedTest
    @CsvSource({
        "dev.labhand.agent.util",
        "dev.labhand.protocol.soap",
        "dev.labhand.common",
        "dev.labhand",
        "org.labhand.api"
    })
    void packagesWithoutARoomAreUnknown(String packageName) {
        assertThat(Rooms.of(packageName)).isEmpty();
    }
}

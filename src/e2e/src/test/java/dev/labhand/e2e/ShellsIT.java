package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.e2e.support.DirectSsh;
import dev.labhand.e2e.support.OpenSshServer;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.Processes;
import dev.labhand.e2e.support.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Labhand asks of a target's shell holds for each that is {@code /bin/sh} somewhere. */
@RequiresPeer({Peer.SSHD, Peer.ROOT, Peer.BUSYBOX})
class ShellsIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void detachedJobsAndStops(String shell) throws IOException {
        try (OpenSshServer sshd =
                        OpenSshServer.startWithShell(Peer.program(shell).orElseThrow());
                DirectSsh ssh = new DirectSsh(sshd)) {
            assertThat(ssh.start("exec readlink -f /proc/$$/exe", ExecOptions.DEFAULTS)
                            .ending()
                            .outcome())
                    .isEqualTo(new Outcome.Exited(0));
            endingsAreTold(ssh);
            manyStartsRunOnce(ssh);
            aStopTakesTheTree(ssh);
        }
    }

    private static Outcome run(DirectSsh ssh, String command) {
        return ssh.detach(JobId.mint().value(), command, ExecOptions.DEFAULTS)
                .ending()
                .outcome();
    }

    private static void endingsAreTold(DirectSsh ssh) {
        assertThat(run(ssh, "exit 143")).isEqualTo(new Outcome.Exited(143));
        assertThat(run(ssh, "kill -TERM $$")).isEqualTo(new Outcome.Signalled("TERM"));
        assertThat(run(ssh, "kill -KILL $$")).isEqualTo(new Outcome.Signalled("KILL"));
    }

    private void manyStartsRunOnce(DirectSsh ssh) throws IOException {
        String id = JobId.mint().value();
        Path ran = folder.resolve(id);
        List<DirectSsh.Running> all = Stream.generate(
                        () -> ssh.detach(id, "echo x >>" + ran + "; echo out; echo err >&2", ExecOptions.DEFAULTS))
                .limit(10)
                .toList();
        for (DirectSsh.Running each : all) {
            assertThat(each.ending().outcome()).isEqualTo(new Outcome.Exited(0));
            assertThat(each.out() + each.err()).isEqualTo("out\nerr\n");
        }
        assertThat(Files.readString(ran)).isEqualTo("x\n");
    }

    private static void aStopTakesTheTree(DirectSsh ssh) {
        String nap = "8647" + System.nanoTime() % 1_000_000;
        DirectSsh.Running job = ssh.detach(
                JobId.mint().value(),
                "setsid sleep %1$s & nohup sleep %1$s & (trap '' TERM; sleep %1$s) & sleep %1$s".formatted(nap),
                StopIT.grace(1));
        Processes.await(4, nap);
        assertThat(job.stop("enough").ending().stop()).contains(new StopResult.Verified());
        assertThat(Processes.with(nap)).isEmpty();
    }
}

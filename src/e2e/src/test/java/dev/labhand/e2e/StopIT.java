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
import dev.labhand.ssh.RunningCommand.Ending;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stops over OpenSSH leave no process behind, of attached commands and of detached jobs. */
@RequiresPeer(Peer.SSHD)
class StopIT {

    /** A number of seconds that no other process sleeps for: the mark by which tests find their own. */
    private static final AtomicInteger NEXT_NAP =
            new AtomicInteger((int) (200_000_000 + ProcessHandle.current().pid() % 10_000 * 1000));

    private static final String TREE =
            "nohup sleep %1$s & setsid sleep %1$s & (trap '' TERM; sleep %1$s) & setsid sh -c 'sleep %1$s & wait' & sleep %1$s";

    private final String nap = Integer.toString(NEXT_NAP.getAndIncrement());
    private OpenSshServer sshd;
    private DirectSsh ssh;

    @BeforeEach
    void start() {
        sshd = OpenSshServer.start();
        ssh = new DirectSsh(sshd);
    }

    @AfterEach
    void stop() {
        Processes.kill(nap);
        ssh.close();
        sshd.close();
    }

    static ExecOptions grace(int seconds) {
        ExecOptions d = ExecOptions.DEFAULTS;
        return new ExecOptions(
                d.timeout(),
                d.idleTimeout(),
                Duration.ofSeconds(seconds),
                d.waitLimit(),
                d.stdin(),
                d.env(),
                d.cwd(),
                d.outputLimit(),
                d.inline(),
                d.encoding(),
                d.jobId());
    }

    private static Ending stopped() {
        return new Ending(new Outcome.Cancelled("enough"), Optional.of(new StopResult.Verified()));
    }

    @Test
    void anAttachedCommandsTreeIsGone() {
        DirectSsh.Running command = ssh.start(TREE.formatted(nap), grace(1));
        Processes.await(5, nap);

        assertThat(command.stop("enough").ending()).isEqualTo(stopped());
        assertThat(Processes.with(nap)).isEmpty();
    }

    @Test
    void aDetachedJobsTreeIsGone() {
        DirectSsh.Running job = ssh.detach(JobId.mint().value(), TREE.formatted(nap), grace(1));
        Processes.await(5, nap);

        assertThat(job.stop("enough").ending()).isEqualTo(stopped());
        assertThat(Processes.with(nap)).isEmpty();
    }

    @Test
    void whoClearsItsEnvironmentAndLeavesItsParentIsFoundInTheJobsSession() {
        DirectSsh.Running job = ssh.detach(
                JobId.mint().value(),
                "(env -i sleep %s >/dev/null 2>&1 &); echo ready; sleep %s".formatted(nap, nap),
                grace(1));
        job.await("ready");
        Processes.await(2, nap);

        assertThat(job.stop("enough").ending()).isEqualTo(stopped());
        assertThat(Processes.with(nap)).isEmpty();
    }

    @Test
    void aStopReachesADetachedJobAfterTheServerCameBack() {
        DirectSsh.Running job = ssh.detach(JobId.mint().value(), "exec sleep " + nap, grace(1));
        Processes.await(1, nap);
        sshd.stop();
        job.stop("enough");
        sshd.startAgain();

        assertThat(job.ending()).isEqualTo(stopped());
        assertThat(Processes.with(nap)).isEmpty();
    }

    @Test
    void aTimeLimitCountsFromTheStartWhoeverFollows() {
        String id = JobId.mint().value();
        ssh.detach(id, "exec sleep " + nap, grace(1));
        Processes.await(1, nap);

        Ending ending = ssh.detach(id, "exec sleep " + nap, grace(1).withTimeout(Duration.ofMillis(1)))
                .ending();

        assertThat(ending.outcome()).isEqualTo(new Outcome.TimedOut(Outcome.TimedOut.Limit.MAX));
        assertThat(ending.stop()).contains(new StopResult.Verified());
        assertThat(Processes.with(nap)).isEmpty();
    }
}

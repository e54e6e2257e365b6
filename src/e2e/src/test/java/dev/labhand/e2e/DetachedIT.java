package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.e2e.support.DirectSsh;
import dev.labhand.e2e.support.JobWrappers;
import dev.labhand.e2e.support.OpenSshServer;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detached jobs over OpenSSH: each runs once at most, and nothing of its output is lost, whatever dies meanwhile. */
@RequiresPeer(Peer.SSHD)
class DetachedIT {

    private final String id = JobId.mint().value();

    @TempDir
    private Path folder;

    private OpenSshServer sshd;
    private DirectSsh ssh;

    @BeforeEach
    void start() {
        sshd = OpenSshServer.start();
        ssh = new DirectSsh(sshd);
    }

    @AfterEach
    void stop() {
        ssh.close();
        sshd.close();
    }

    @Test
    void twentyStartsOfOneIdOverConnectionsOfTheirOwnRunItOnce() throws IOException {
        Path ran = folder.resolve("ran");
        List<DirectSsh> agents = new ArrayList<>();
        try {
            List<DirectSsh.Running> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                agents.add(new DirectSsh(sshd));
                all.add(agents.getLast().detach(id, "echo x >>" + ran + "; echo done; exit 7", ExecOptions.DEFAULTS));
            }
            for (DirectSsh.Running each : all) {
                assertThat(each.ending().outcome()).isEqualTo(new Outcome.Exited(7));
                assertThat(each.out()).isEqualTo("done\n");
            }
        } finally {
            agents.forEach(DirectSsh::close);
        }
        assertThat(Files.readString(ran)).isEqualTo("x\n");
    }

    @Test
    void theDeathOfConnectionsAndOfTheServerCostsNothing() throws IOException {
        Path ran = folder.resolve("ran");
        String lines = "i=0; while [ $i -lt 3000 ]; do echo line $i; echo error $i >&2; i=$((i + 1)); done; ";
        String pause = "echo pause $n; while [ ! -e " + folder + "/go$n ]; do sleep 0.05; done; ";
        DirectSsh.Running job = ssh.detach(
                id,
                "echo x >>" + ran + "; for n in 1 2 3 4; do " + lines + pause + "done; exit 3",
                ExecOptions.DEFAULTS);
        for (int n = 1; n <= 4; n++) {
            job.await(n == 4 ? "pause 3\n" : "line " + 700 * n + "\n");
            if (n % 2 == 0) {
                sshd.restart();
            } else {
                sshd.killConnections();
            }
            Files.createFile(folder.resolve("go" + n));
        }

        assertThat(job.ending().outcome()).isEqualTo(new Outcome.Exited(3));
        assertThat(job.out()).isEqualTo(rounds("line ", "pause "));
        assertThat(job.err()).isEqualTo(rounds("error ", ""));
        assertThat(Files.readString(ran)).isEqualTo("x\n");
    }

    private static String rounds(String prefix, String end) {
        String lines = IntStream.range(0, 3000).mapToObj(i -> prefix + i + "\n").collect(Collectors.joining());
        return IntStream.rangeClosed(1, 4)
                .mapToObj(n -> lines + (end.isEmpty() ? "" : end + n + "\n"))
                .collect(Collectors.joining());
    }

    @Test
    void aFollowerThatComesLaterGetsTheRestFromAnyOffset() {
        ssh.detach(id, "printf 0123456789; printf abcdef >&2", ExecOptions.DEFAULTS)
                .ending();

        DirectSsh.Running later = ssh.follow(id, 4, 6);

        assertThat(later.ending().outcome()).isEqualTo(new Outcome.Exited(0));
        assertThat(later.out()).isEqualTo("456789");
        assertThat(later.err()).isEmpty();
    }

    @Test
    void aWrapperKilledAtAnyMomentRunsNothingTwiceAndTellsNoLies() throws IOException {
        long seed = System.nanoTime();
        JobWrappers wrappers = new JobWrappers(seed);
        for (int round = 0; round < 12; round++) {
            String job = id + "-" + round;
            Path ran = folder.resolve(job);
            String command = "echo x >>" + ran + "; sleep 0.5; exit 5";
            DirectSsh.Running first = ssh.detach(job, command, ExecOptions.DEFAULTS);
            wrappers.killOne(job);

            Outcome second =
                    ssh.detach(job, command, ExecOptions.DEFAULTS).ending().outcome();

            String runs = Files.exists(ran) ? Files.readString(ran) : "";
            assertThat(runs)
                    .as("runs of round %d, seed %d: %s", round, seed, second)
                    .isIn("", "x\n");
            assertThat(first.ending().outcome())
                    .as("round %d, seed %d", round, seed)
                    .isEqualTo(second);
            if (second.equals(new Outcome.Exited(5))) {
                assertThat(runs).as("runs of round %d, seed %d", round, seed).isEqualTo("x\n");
            }
        }
    }
}

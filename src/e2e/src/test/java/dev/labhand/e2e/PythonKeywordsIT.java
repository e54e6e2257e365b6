package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import org.junit.jupiter.api.Test;

/** An agent that hosts a Robot Framework library in Python. */
@RequiresPeer(Peer.PYTHON)
class PythonKeywordsIT {

    private static final String BENCH = "python:"
            + Labhand.sources().resolve("src/e2e/src/test/resources/python/libraries/Bench.py")
            + "::4::name=left";

    @Test
    void itsKeywordsAreListedAndCalled() {
        try (AgentProcess agent = AgentProcess.start("--keywords", BENCH, "--keywords", "python:no_such_module")) {
            String node = "127.0.0.1:" + agent.port();

            Finished listed = Labhand.labhand("keywords", "-N", "-w", node).run();
            assertThat(listed.succeeded().lines())
                    .contains(
                            "Bench",
                            "  bench.flash_image_v_2(path, retries: integer = 3, *extra, verify: boolean = true,"
                                    + " **options) -> object",
                            "      Writes an image.",
                            "not loaded:",
                            "  python:no_such_module")
                    .anyMatch(line -> line.contains("No module named 'no_such_module'"));

            Finished called = Labhand.labhand("call", "-w", node, "bench.flash_image_v_2", "a.img", "5", "x", "y")
                    .run();
            assertThat(called.succeeded().stdout())
                    .contains("\"path\":\"a.img\",\"retries\":5,\"extra\":[\"x\",\"y\"],\"verify\":true");
        }
    }

    @Test
    void callsAtOnceFindOneInstance() {
        try (AgentProcess agent = AgentProcess.start("--keywords", BENCH)) {
            String node = "127.0.0.1:" + agent.port();
            String sameAgain = "localhost:" + agent.port();

            for (int round = 1; round <= 3; round++) {
                Finished called = Labhand.labhand("call", "-w", node + "," + sameAgain, "-L", "bench.keeps_state")
                        .run();
                assertThat(called.succeeded().stdout())
                        .contains("[4,\"left\"," + (2 * round - 1) + "]", "[4,\"left\"," + 2 * round + "]");
            }
        }
    }
}

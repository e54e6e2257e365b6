package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RobotFramework;
import dev.labhand.e2e.support.RobotOutput;
import dev.labhand.e2e.support.RobotOutput.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that hosts a Robot Framework library in Python. */
@RequiresPeer(Peer.PYTHON)
class PythonKeywordsIT {

    private static final Path LIBRARIES = Labhand.sources().resolve("src/e2e/src/test/resources/python/libraries");
    private static final String BENCH = "python:" + LIBRARIES.resolve("Bench.py") + "::4::name=left";

    @TempDir
    private Path folder;

    @Test
    void itsKeywordsAreListedAndCalled() {
        try (AgentProcess agent = AgentProcess.start("--keywords", BENCH, "--keywords", "python:no_such_module")) {
            String node = "127.0.0.1:" + agent.port();

            Finished listed = Labhand.labhand("keywords", "-N", "-w", node).run();
            assertThat(listed.succeeded().lines())
                    .contains(
                            "Bench",
                            "  bench.flash_image_v_2(path, retries: integer = 3, *extra, verify: boolean|string = true,"
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
    void whatALibraryCannotOfferIsListedBesideWhatItOffers() {
        String hybrid = "python:" + LIBRARIES.normalize().resolve("Several.py") + ":Hybrid";
        try (AgentProcess agent = AgentProcess.start("--keywords", hybrid)) {
            Finished listed = Labhand.labhand("keywords", "-N", "-w", "127.0.0.1:" + agent.port())
                    .run();

            assertThat(listed.succeeded().lines())
                    .contains("  hybrid.first_thing()", "not loaded:", "  " + hybrid)
                    .anyMatch(line -> line.contains("Adding keyword 'missing' of library Hybrid failed"));
        }
    }

    @Test
    void theLastWordsOfALibraryAreInTheLogOfItsKeyword() throws IOException {
        Path suite = Files.writeString(folder.resolve("dying.robot"), """
                *** Settings ***
                Library    Remote    ${AGENT}/robot/Bench

                *** Test Cases ***
                A Library Dies
                    Run Keyword And Expect Error    *was killed by signal 9 before it answered    Dying    kill
                    ${state} =    Keeps State
                    Should Be Equal    ${state}    ${{[4, 'left', 1]}}
                """);
        try (AgentProcess agent = AgentProcess.start("--keywords", BENCH)) {
            RobotOutput output = RobotFramework.onTheJvm()
                    .run(agent.url().toString(), folder, suite)
                    .passed();

            assertThat(output.messages("Dying"))
                    .extracting(Message::text)
                    .contains("by print", "by stderr")
                    .anyMatch(text -> text.endsWith("by descriptor"))
                    .noneMatch(text -> text.contains("printed while importing"));
            agent.awaitLog(Pattern.compile("Bench\\.py.*: printed while importing"));
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

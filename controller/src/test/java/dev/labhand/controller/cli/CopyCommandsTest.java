package dev.labhand.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.controller.FakeAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told when nothing can be copied; copies themselves are tested end to end. */
class CopyCommandsTest extends CommandLineTest {

    @TempDir
    private Path folder;

    @Test
    void pathsAreWanted() throws IOException {
        String file = Files.writeString(folder.resolve("f"), "x").toString();

        assertThat(put("-w", both(), file)).isEqualTo(2);
        assertThat(err()).contains("labhand put -w NODES LOCAL... REMOTE");
        assertThat(get("-w", both(), "a", "b", "c")).isEqualTo(2);
        assertThat(err()).contains("labhand get -w NODES REMOTE LOCALDIR");
        assertThat(put("-w", both(), folder.resolve("missing").toString(), "/x"))
                .isEqualTo(2);
        assertThat(err()).contains("missing' is not there: nothing was copied");
        assertThat(put("-w", both(), file, "")).isEqualTo(2);
        assertThat(err()).contains("one of the paths is empty");
        assertThat(put("-w", both(), "", "/x")).isEqualTo(2);
        assertThat(get("-w", both(), "", folder.toString())).isEqualTo(2);
        assertThat(get("-w", both(), "/x", "")).isEqualTo(2);
        assertThat(one.calls()).isEmpty();
    }

    @Test
    void machinesAreListedWithoutPaths() {
        assertThat(put("--list-hosts", "-w", "lab[1-2]")).isZero();
        assertThat(out()).isEqualTo("lab1\nlab2\n");
    }

    @Test
    void anAgentThatKnowsNoFilesRejectsThem() {
        assertThat(get("/x", folder.toString(), "-w", one.url().toString())).isEqualTo(5);
        assertThat(out()).isEqualTo("1 target: 1 rejected\n");
        assertThat(err()).contains("older than this program");
    }

    @Test
    void aFileThatIsMissingFailsItsMachineAlone() {
        Failure missing = new Failure(
                Failure.KEYWORD_FAILED, "Keyword failed", Map.of("type", "no_such_file", "message", "/x: is missing"));
        one.on("file.stat", _ -> FakeAgent.failed(missing));
        two.kill();

        assertThat(get("-w", both(), "/x", folder.toString())).isEqualTo(4);
        assertThat(out()).isEqualTo("2 targets: 1 failed, 1 unreachable\n");
        assertThat(err()).contains("failed: Not copied: /x: is missing", "unreachable: connection refused");
    }
}

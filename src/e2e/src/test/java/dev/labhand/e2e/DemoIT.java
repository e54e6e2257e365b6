package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.RunningProcess;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    @Test
    void showsTheMainJobAndLeavesNothingBehind(@TempDir Path temporary) throws Exception {
        Finished done = Labhand.labhand("demo")
                .env("LABHAND_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
                .run()
                .succeeded();

        assertThat(done.lines())
                .filteredOn(line -> line.matches("\\d+ targets: .*"))
                .last()
                .isEqualTo("3 targets: 3 exited 0");
        assertThat(done.stdout()).contains("labhand exec -w");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void interruptedItLeavesNothingBehindEither(@TempDir Path temporary) {
        try (RunningProcess demo = Labhand.labhand("demo")
                .env("LABHAND_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
                .start()) {
            demo.awaitStdout(Pattern.compile("lab3 at"));
            demo.signal("INT");
            assertThat(demo.await().exit()).isEqualTo(130);
        }
        assertThat(temporary).isEmptyDirectory();
    }
}

package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.Labhand;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    @Test
    void showsTheMainJobAndLeavesNothingBehind(@TempDir Path temporary) throws Exception {
        Finished done = Labhand.labhand("demo")
                .env("LABHAND_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
                .run()
                .succeeded();

        assertThat(done.lines()).filteredOn(line -> line.matches("\\d+ targets: .*")).last().isEqualTo("3 targets: 3 exited 0");
        assertThat(done.stdout()).contains("labhand exec -w");
        try (var left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }
}

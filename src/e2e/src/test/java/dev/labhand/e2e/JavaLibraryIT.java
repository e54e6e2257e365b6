package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of docs/java.md, as printed but for the port. */
class JavaLibraryIT {

    private static final Pattern PROGRAM = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void theControllerIsUsableFromJava(@TempDir Path folder) throws IOException {
        Matcher page = PROGRAM.matcher(Files.readString(Labhand.sources().resolve("docs/java.md")));
        assertThat(page.find()).isTrue();
        try (AgentProcess agent = AgentProcess.start()) {
            String node = "127.0.0.1:" + agent.port();
            Path program = Files.writeString(
                    folder.resolve("Fanout.java"), page.group(1).replace("127.0.0.1:7080", node));

            Finished done = RunningProcess.run(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    Labhand.distribution().resolve("lib") + "/*",
                    program.toString());

            assertThat(done.succeeded().lines()).containsExactly(node + ": Linux", "1 of 1 target: 1 exited 0");
        }
    }
}

package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RobotFramework;
import dev.labhand.e2e.support.RunningProcess;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter for Robot Framework libraries in Python: robot_library_test.py holds the tests, for they talk to its pipes. */
class PythonLibraryIT {

    @TempDir
    private Path folder;

    @Test
    @RequiresPeer(Peer.PYTHON)
    void hostsLibrariesWithNothingButPython() throws IOException {
        Path modules = folder.resolve("modules");
        Files.writeString(
                Files.createDirectories(modules.resolve("robot")).resolve("__init__.py"),
                "raise ImportError('no Robot Framework in this test')\n");
        ProcessBuilder python = new ProcessBuilder("python3", tests(), adapter());
        python.environment().put("PYTHONPATH", modules.toString());

        passes(python);
    }

    @Test
    @RequiresPeer({Peer.PYTHON, Peer.ROBOT})
    void usesRobotFrameworkWhereItIsInstalled() {
        passes(new ProcessBuilder(RobotFramework.current().orElseThrow().python(), tests(), adapter(), "with-robot"));
    }

    private static void passes(ProcessBuilder tests) {
        tests.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        try (RunningProcess process = RunningProcess.start(tests)) {
            process.closeStdin();
            assertThat(process.await().succeeded().stderr()).endsWith("\nOK\n");
        }
    }

    private static String tests() {
        try {
            return Path.of(Objects.requireNonNull(PythonLibraryIT.class.getResource("/python/robot_library_test.py"))
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one that an agent brings. */
    private static String adapter() {
        return Labhand.sources()
                .resolve("agent/src/main/resources/dev/labhand/agent/plugin/robot_library.py")
                .toString();
    }
}

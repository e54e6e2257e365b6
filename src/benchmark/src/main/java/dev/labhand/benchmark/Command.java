package dev.labhand.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A command that runs to its end, and how long that took.
 *
 * @param seconds of wall time, from before its process exists to after it has ended
 * @param output standard output and standard error
 */
record Command(double seconds, String output) {

    private static final int LIMIT_SECONDS = 300;

    /**
     * Runs it.
     *
     * @param proof what its output must hold
     * @throws IOException if it fails, takes too long or the proof is missing
     */
    static Command run(List<String> command, Map<String, String> environment, Pattern proof) throws Exception {
        Path file = Files.createTempFile("labhand-benchmark", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(file.toFile());
            builder.environment().putAll(environment);
            long start = System.nanoTime();
            Process process = builder.start();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            double seconds = (System.nanoTime() - start) / 1e9;
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            String output = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            if (!ended || process.waitFor() != 0 || !proof.matcher(output).find()) {
                throw new IOException(String.join(" ", command)
                        + (ended ? " exited " + process.exitValue() : " did not end in " + LIMIT_SECONDS + " s")
                        + " and said:\n" + output.substring(0, Math.min(4_000, output.length())));
            }
            return new Command(seconds, output);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Whether there is such a program. */
    static boolean exists(String name) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}

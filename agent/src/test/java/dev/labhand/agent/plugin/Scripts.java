package dev.labhand.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Plugins as shell scripts, and looks at what they leave behind. */
final class Scripts {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private Scripts() {}

    /** Limits that tests need not wait for. */
    static Limits limits() {
        return limits(Duration.ofSeconds(5));
    }

    /** The same with this time for a description, after which what failed is tried again. */
    static Limits limits(Duration describe) {
        return new Limits(
                describe, Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofMillis(50), 1 << 20, 4 << 20, 4);
    }

    /** Puts an executable shell script in place, as a whole. */
    static Path write(Path file, String body) throws IOException {
        Path aside = file.resolveSibling("." + file.getFileName());
        Files.writeString(aside, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A plugin with one keyword without arguments, which runs these commands. */
    static Path plugin(Path file, String library, String keyword, String commands) throws IOException {
        return write(file, """
                if [ "$1" = --describe ]; then
                  echo '{"library": "%s", "keywords": [{"name": "%s"}]}'
                  exit
                fi
                %s
                """.formatted(library, keyword, commands));
    }

    /** Waits until something is so. */
    static void until(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("waiting")
                    .isLessThan(DEADLINE);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** The number in a file that a script writes, as soon as it is there. */
    static long pid(Path file) throws IOException {
        until(() -> {
            try {
                return Files.exists(file) && !Files.readString(file).isBlank();
            } catch (IOException e) {
                return false;
            }
        });
        return Long.parseLong(Files.readString(file).strip());
    }

    /** Whether a process is there and no zombie. */
    static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    /** How many descriptors this process has open. */
    static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }
}

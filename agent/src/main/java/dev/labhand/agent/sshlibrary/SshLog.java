package dev.labhand.agent.sshlibrary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens on a client's connections, as lines of a file. No password and nothing that is typed into a shell is in it. */
final class SshLog {

    private static final Logger LOG = LoggerFactory.getLogger(SshLog.class);

    private final Path file;

    /**
     * Begins to write to the end of a file.
     *
     * @throws IOException if it cannot be written
     */
    SshLog(Path file) throws IOException {
        this.file = file;
        append("SSH log of Labhand's SSHLibrary");
    }

    Path file() {
        return file;
    }

    /** Adds a line. A disk that is full later on is no reason to fail a keyword. */
    void add(String event) {
        try {
            append(event);
        } catch (IOException e) {
            LOG.warn("The SSH log {} cannot be written: {}", file, e.toString());
        }
    }

    private synchronized void append(String event) throws IOException {
        String line = Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + event.replaceAll("\\R", " ") + "\n";
        Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

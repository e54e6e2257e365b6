package dev.labhand.agent.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Tells other programs which port an agent took. */
final class PortFile {

    private PortFile() {}

    /** Written aside and renamed, so that whoever waits for the file finds the whole number in it. */
    static void write(Path file, int port) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (Files.isDirectory(file)) {
                throw new FileSystemException(file.toString(), null, "is a directory");
            }
            Files.writeString(aside, port + "\n");
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException("port file " + file + " cannot be written; choose another --port-file", e);
        }
    }
}

package dev.labhand.agent.job;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** What jobs are written to. Another one stands for a disk that fills up. */
interface Disk {

    /**
     * Opens a file for writing behind its end; makes it if it is not there. What a write has returned from outlives this process.
     * Not by a channel: those are closed when a thread that writes is interrupted.
     */
    OutputStream append(Path file) throws IOException;

    /** Bytes that may still be written. */
    long freeBytes() throws IOException;

    /** The disk that holds a folder. */
    static Disk of(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        return new Disk() {
            @Override
            public OutputStream append(Path file) throws IOException {
                return new FileOutputStream(file.toFile(), true);
            }

            @Override
            public long freeBytes() throws IOException {
                return store.getUsableSpace();
            }
        };
    }
}

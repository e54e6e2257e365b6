package dev.labhand.agent.job;

import java.io.IOException;
import java.nio.file.Path;

/** What of a job is on disk. */
record JobFiles(Path folder, Journal journal, Recording recording) {

    /** Those of a job that is about to be asked for. */
    static JobFiles fresh(Disk disk, Path folder) {
        return new JobFiles(
                folder,
                Journal.fresh(disk, folder.resolve(JobFolder.JOURNAL)),
                new Recording(disk, folder, Recording.State.EMPTY));
    }

    /** Lets go of the files; they can still be read. */
    void close() throws IOException {
        try {
            journal.close();
        } finally {
            recording.close();
        }
    }
}

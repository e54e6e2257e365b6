package dev.labhand.agent.job;

import dev.labhand.api.JobId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs on disk: a folder with one folder for each. What is in it outlives the agent's death, but not a power cut. */
final class JobStore {

    private static final Logger LOG = LoggerFactory.getLogger(JobStore.class);

    private final Path folder;
    private final Disk disk;
    private final long reserve;

    /** Why a job has no place here, for a reader. */
    static final class NoRoom extends Exception {

        private static final long serialVersionUID = 1L;

        NoRoom(String message, Throwable cause) {
            super(message, cause);
        }

        NoRoom(String message) {
            super(message);
        }
    }

    /**
     * A store in a folder, which is made if it is not there.
     *
     * @param reserve bytes of the disk that are left free: below that no job is taken
     */
    JobStore(Path folder, Disk disk, long reserve) {
        this.folder = folder;
        this.disk = disk;
        this.reserve = reserve;
    }

    /** The files of a job of this id, none of which exists yet. */
    JobFiles files(JobId id) {
        return JobFiles.fresh(disk, folder.resolve(id.value()));
    }

    /** Writes down what was asked for. When this returns, the job is there for every later agent. */
    void begin(JobFiles files, JobEvent.Asked asked) throws NoRoom {
        try {
            long free = reserve > 0 ? disk.freeBytes() : Long.MAX_VALUE;
            if (free < reserve) {
                throw new NoRoom("the disk of " + folder + " has " + free + " bytes free, and " + reserve
                        + " are kept in reserve; nothing ran");
            }
            JobFolder.create(files.folder());
        } catch (FileAlreadyExistsException taken) {
            throw new NoRoom(
                    "its folder " + files.folder()
                            + " is there already and cannot be read; remove it, or take another jobId",
                    taken);
        } catch (IOException failure) {
            throw new NoRoom("it cannot be kept on disk: " + text(failure) + "; nothing ran", failure);
        }
        try {
            files.journal().append(asked);
        } catch (IOException failure) {
            removeFolder(files, JobFolder::remove);
            throw new NoRoom("it cannot be kept on disk: " + text(failure) + "; nothing ran", failure);
        }
    }

    private static String text(IOException failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Forgets a job, if it is on disk. */
    void remove(JobFiles files) {
        if (!files.journal().isEmpty()) {
            boolean silent = files.recording().state().equals(Recording.State.EMPTY);
            removeFolder(files, silent ? JobFolder::remove : JobFolder::forget);
        }
    }

    private interface Removal {
        void remove(Path folder) throws IOException;
    }

    private static void removeFolder(JobFiles files, Removal removal) {
        try {
            files.close();
            removal.remove(files.folder());
        } catch (IOException failure) {
            LOG.warn("The forgotten job {} stays on disk: {}", files.folder(), failure.toString());
        }
    }

    /**
     * The jobs that earlier agents left. What was never begun is removed; what cannot be read is left alone, and told in the log.
     *
     * @throws IOException if the folder itself cannot be made or listed
     */
    List<StoredJob> readAll() throws IOException {
        JobFolder.createParent(folder);
        List<StoredJob> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
            for (Path each : folders) {
                read(each, found);
            }
        }
        return found;
    }

    private void read(Path each, List<StoredJob> found) {
        try {
            if (JobFolder.isForgotten(each)) {
                JobFolder.removeForgotten(each);
                return;
            }
            var job = StoredJob.read(disk, each);
            if (job.isPresent()) {
                found.add(job.get());
            } else if (JobFolder.isOfNoJob(each)) {
                JobFolder.remove(each);
            } else {
                LOG.warn("{} is no job's folder; it is left alone", each);
            }
        } catch (IOException | RuntimeException failure) {
            LOG.warn("The job in {} cannot be read and is left alone: {}", each, failure.toString());
        }
    }
}

package dev.labhand.ssh.files;

import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.RemoteFiles.Links;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Where paths lead: without {@code .} and {@code ..}, and with all symbolic links followed. Found link by link, since a server's
 * own answer (SSH_FXP_REALPATH) may be made of the text alone.
 */
public final class RealPath<E extends Exception> {

    /** As many as Linux follows in one path. */
    private static final int MOST_LINKS = 40;

    private final Looking<E> looking;
    private final String path;
    private final Deque<String> ahead = new ArrayDeque<>();
    private final List<String> names = new ArrayList<>();

    /** Tells what is at a path, if anything is; links are shown. */
    private interface Looking<E extends Exception> {
        Optional<FileInfo> at(String path) throws E, FileException;
    }

    private RealPath(Looking<E> looking, String path) {
        this.looking = looking;
        this.path = path;
    }

    /** Of a path from the root on. What does not exist leads nowhere else. */
    static String of(Sftp sftp, String path) throws IOException, FileException {
        return new RealPath<IOException>(sftp::look, path).resolve();
    }

    /** Of any path. */
    public static FileResult<String> of(RemoteFiles files, String path) {
        return files.stat(path, Links.SHOW).then(there -> {
            try {
                RealPath<RuntimeException> found = new RealPath<>(each -> look(files, each), there.path());
                return FileResult.done(found.resolve());
            } catch (FileException e) {
                return new FileResult.Failed<>(e.failure());
            }
        });
    }

    private static Optional<FileInfo> look(RemoteFiles files, String path) throws FileException {
        return switch (files.stat(path, Links.SHOW)) {
            case FileResult.Done<FileInfo>(FileInfo there) -> Optional.of(there);
            case FileResult.Failed<FileInfo>(FileFailure failure)
            when failure.reason() == Reason.NO_SUCH_FILE -> Optional.empty();
            case FileResult.Failed<FileInfo>(FileFailure failure) ->
                throw new FileException(failure.reason(), failure.message());
        };
    }

    /** Whether something is somewhere in a directory; both by their real paths. */
    static boolean isIn(String directory, String path) {
        return path.startsWith(directory.endsWith("/") ? directory : directory + "/");
    }

    private String resolve() throws E, FileException {
        int links = 0;
        goOnWith(path);
        while (!ahead.isEmpty()) {
            String name = ahead.pop();
            if (name.equals("..")) {
                names.subList(Math.max(0, names.size() - 1), names.size()).clear();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
                Optional<String> target = looking.at(here()).flatMap(FileInfo::linkTarget);
                if (target.isPresent()) {
                    if (++links > MOST_LINKS) {
                        throw new FileException(Reason.REJECTED, path + ": too many symbolic links");
                    }
                    follow(target.get());
                }
            }
        }
        return here();
    }

    private void follow(String target) {
        names.removeLast();
        if (target.startsWith("/")) {
            names.clear();
        }
        goOnWith(target);
    }

    private void goOnWith(String text) {
        Arrays.asList(text.split("/", -1)).reversed().forEach(ahead::push);
    }

    private String here() {
        return "/" + String.join("/", names);
    }
}

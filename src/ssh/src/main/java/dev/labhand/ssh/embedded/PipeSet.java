package dev.labhand.ssh.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The pipes between this process and a child, while it is started. No descriptor is inherited by another child.
 *
 * @param childStdin the child's end, to read from
 * @param childStdout the child's end, to write to
 * @param childStderr the child's end, to write to
 * @param stdin our end, to write to
 * @param stdout our end, to read from
 * @param stderr our end, to read from
 * @param event raised to end blocked reads and writes of our ends
 */
record PipeSet(int childStdin, int childStdout, int childStderr, int stdin, int stdout, int stderr, int event) {

    static PipeSet open() throws IOException {
        List<Integer> opened = new ArrayList<>();
        try {
            int[] stdin = pipe(opened);
            int[] stdout = pipe(opened);
            int[] stderr = pipe(opened);
            return new PipeSet(stdin[0], stdout[1], stderr[1], stdin[1], stdout[0], stderr[0], Libc.event());
        } catch (IOException e) {
            opened.forEach(Libc::close);
            throw e;
        }
    }

    private static int[] pipe(List<Integer> opened) throws IOException {
        int[] ends = Libc.pipe();
        opened.add(ends[0]);
        opened.add(ends[1]);
        return ends;
    }

    void closeChildEnds() {
        Libc.close(childStdin);
        Libc.close(childStdout);
        Libc.close(childStderr);
    }

    void closeOwnEnds() {
        Libc.close(stdin);
        Libc.close(stdout);
        Libc.close(stderr);
        Libc.close(event);
    }
}

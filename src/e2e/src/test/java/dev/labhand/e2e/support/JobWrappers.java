package dev.labhand.e2e.support;

import java.util.List;
import java.util.Random;

/** The processes of detached jobs' wrappers on this machine, to be killed at moments that nobody planned. */
public final class JobWrappers {

    private final Random random;

    /** With a seed that a failed test can tell. */
    public JobWrappers(long seed) {
        random = new Random(seed);
    }

    /** The wrapper of a job and what it forked, as long as that is the same program. */
    public static List<Long> of(String job) {
        return Processes.with("labhand-job", job);
    }

    /** Waits until a job's wrapper is there, and a moment more, then kills one of its processes if there is one left. */
    public void killOne(String job) {
        Processes.awaitThat("the wrapper of " + job, () -> !of(job).isEmpty());
        long until = System.nanoTime() + random.nextLong(60_000_000);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        List<Long> wrappers = of(job);
        if (!wrappers.isEmpty()) {
            ProcessHandle.of(wrappers.get(random.nextInt(wrappers.size()))).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}

package dev.labhand.agent.job;

import dev.labhand.api.ExecRequest;
import dev.labhand.api.Failure;
import dev.labhand.api.JobId;
import dev.labhand.api.KeywordException;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.ssh.DetachedJob;
import dev.labhand.ssh.RunningCommand;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts jobs, finds them, also those of an earlier agent, and forgets the oldest finished ones. Thread-safe. */
public final class JobEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobEngine.class);
    /** How long a closing agent waits for its commands to die: the default grace time and some. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(7);

    private final SshCommands ssh;
    private final TargetBook targets;
    private final JobStore store;
    private final Retention retention;
    private final ConcurrentMap<JobId, Job> jobs = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    /** Those whose ends are not on disk yet, since that was full. */
    private final Queue<Job> unwritten = new ConcurrentLinkedQueue<>();

    private final Executor starter;
    private final Sweeper sweeper = new Sweeper(this::sweep);
    private volatile boolean closed;

    /**
     * Makes an engine on a folder, and goes on with what an earlier agent left there: attached commands that ran are lost,
     * detached ones are followed.
     *
     * @throws IOException if the folder cannot be made or read
     */
    public static JobEngine open(JobSettings settings, SshCommands ssh) throws IOException {
        JobFolder.createParent(settings.folder());
        // For what would take its time: the start of the embedded SSH server, and all that an earlier agent left.
        return new JobEngine(
                settings,
                ssh,
                Disk.of(settings.folder()),
                start -> Thread.ofVirtual().name("job").start(start),
                InstantSource.system());
    }

    JobEngine(JobSettings settings, SshCommands ssh, Disk disk, Executor starter, InstantSource clock)
            throws IOException {
        this.starter = starter;
        this.ssh = ssh;
        this.targets = new TargetBook(settings.local(), settings.targets());
        this.store = new JobStore(settings.folder(), disk, settings.retention().reserve());
        this.retention = new Retention(settings.retention(), clock);
        restore();
        sweeper.start();
    }

    private void restore() throws IOException {
        List<StoredJob> found = store.readAll();
        found.sort(
                Comparator.comparing(stored -> stored.ended().map(JobEvent::at).orElse(Instant.MAX)));
        int lost = 0;
        for (StoredJob stored : found) {
            Job job = Job.restored(stored);
            jobs.put(job.id(), job);
            if (stored.ended().isPresent()) {
                retention.add(job);
            } else if (job.request().options().detached()) {
                running.incrementAndGet();
                starter.execute(() -> begin(job, () -> followAgain(job, stored), Outcome.Lost::new));
            } else {
                running.incrementAndGet();
                lost++;
                finish(job, new RunningCommand.Ending(lost(stored), Optional.empty()), Optional.of(stored.lastSign()));
            }
        }
        if (lost + running.get() > 0) {
            LOG.info(
                    "Of the jobs that an earlier agent left running {} are lost, {} are followed", lost, running.get());
        }
    }

    private static Outcome lost(StoredJob stored) {
        return new Outcome.Lost("the agent ended while the command ran"
                + stored.stopping()
                        .map(why -> " and was being stopped (" + why + ")")
                        .orElse("") + ", not before "
                + stored.lastSign());
    }

    /**
     * Starts a command under the id of its options, or a new one. If the id is taken by the same command, that job is
     * returned and nothing is started.
     *
     * @throws KeywordException with -32602 if the command or an option makes no sense or the id is taken by another
     *     command, with -32002 if the agent is stopping
     */
    public Job start(ExecRequest request) {
        check(request);
        JobId id = request.options().jobId().orElseGet(JobId::mint);
        Job fresh = Job.asked(id, request, store.files(id));
        Job existing = jobs.putIfAbsent(id, fresh);
        if (existing != null) {
            return attach(existing, request);
        }
        running.incrementAndGet();
        if (closed) {
            jobs.remove(id);
            finish(fresh, new Outcome.Cancelled("the agent is stopping"));
            throw new KeywordException(new Failure(Failure.STOPPING, "Agent is stopping", null));
        }
        try {
            store.begin(fresh.files(), JobEvent.Asked.of(fresh.startedAt(), id, request));
        } catch (JobStore.NoRoom full) {
            LOG.warn("Job {} is rejected: {}", id, full.getMessage());
            finish(fresh, new Outcome.Rejected(String.valueOf(full.getMessage())));
            return fresh;
        }
        Runnable beginning = () -> begin(fresh, () -> begun(fresh), Outcome.Rejected::new);
        if (targets.isAtHand(request.target())) {
            beginning.run();
        } else {
            starter.execute(beginning);
        }
        return fresh;
    }

    private static void check(ExecRequest request) {
        try {
            SshCommands.check(request.command(), request.options());
        } catch (IllegalArgumentException bad) {
            throw KeywordException.invalidParams(String.valueOf(bad.getMessage()));
        }
    }

    private static Job attach(Job job, ExecRequest request) {
        if (!job.request().command().equals(request.command())
                || !job.request().target().equals(request.target())) {
            throw KeywordException.invalidParams("jobId: " + job.id() + " is the id of another command");
        }
        return job;
    }

    /** Puts a command behind a job. */
    @FunctionalInterface
    private interface Beginning {
        RunningCommand begin() throws IOException;
    }

    /** Begins, if the target can be used; else that is the outcome. */
    private void begin(Job job, Beginning beginning, Function<String, Outcome> ifUnusable) {
        try {
            RunningCommand command = beginning.begin();
            job.begin(command);
            var _ = command.ending().thenAccept(ending -> finish(job, ending, Optional.empty()));
        } catch (IOException failure) {
            LOG.warn("A target cannot be used: {}", failure.getMessage());
            finish(job, ifUnusable.apply(String.valueOf(failure.getMessage())));
        }
    }

    private RunningCommand begun(Job job) throws IOException {
        ExecRequest request = job.request();
        SshEndpoint endpoint = targets.find(request.target());
        return request.options().detached()
                ? ssh.startDetached(
                        endpoint,
                        DetachedJob.fresh(job.id().value(), request.command(), request.options()),
                        job.output())
                : ssh.start(endpoint, request.command(), request.options(), job.output());
    }

    private RunningCommand followAgain(Job job, StoredJob stored) throws IOException {
        ExecRequest request = job.request();
        Recording.State known = job.recording().state();
        DetachedJob again = DetachedJob.resumed(
                job.id().value(),
                request.command(),
                request.options(),
                known.stdout(),
                known.stderr(),
                stored.mayStart());
        return ssh.startDetached(targets.find(request.target()), again, job.output());
    }

    private void finish(Job job, Outcome outcome) {
        finish(job, new RunningCommand.Ending(outcome, Optional.empty()), Optional.empty());
    }

    private void finish(Job job, RunningCommand.Ending ending, Optional<Instant> lastSign) {
        if (!ending.outcome().isFinal()) {
            // A detached command that goes on without us.
            job.leave();
            job.closeFiles();
            return;
        }
        if (!job.end(ending.outcome(), ending.stop(), lastSign)) {
            unwritten.add(job);
        }
        running.decrementAndGet();
        retention.add(job);
        if (jobs.get(job.id()) != job) {
            // Removed by someone who saw its end a moment before us.
            retention.remove(job);
        }
        if (retention.hasExpired()) {
            // Not here: a file system may take longer to forget a job than that took.
            sweeper.want();
        }
    }

    private void forget(Job job) {
        if (job.claimForgetting()) {
            unwritten.remove(job);
            // The folder first: the id is taken until it is gone.
            store.remove(job.files());
            jobs.remove(job.id(), job);
        }
    }

    synchronized void sweep() {
        unwritten.removeIf(Job::keepEnd);
        retention.takeExpired().forEach(this::forget);
    }

    /**
     * Finds a job.
     *
     * @throws KeywordException with -32001 if there is none of this id
     */
    public Job find(JobId id) {
        return known(id)
                .orElseThrow(() -> new KeywordException(new Failure(Failure.NO_SUCH_JOB, "No such job", id.value())));
    }

    /** The job of this id, if there is one. */
    public Optional<Job> known(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** All jobs, the one asked for last first. */
    public List<Job> newestFirst() {
        List<Job> all = new ArrayList<>(jobs.values());
        all.sort(Comparator.comparing(Job::startedAt)
                .reversed()
                .thenComparing(job -> job.id().value()));
        return all;
    }

    /**
     * Forgets a finished job and its output, which for a detached one is then removed from the target as well, if that answers
     * now. Its id can then be used again.
     *
     * @throws KeywordException with -32001 if there is none of this id, with -32004 if it runs
     */
    public void remove(JobId id) {
        Job job = find(id);
        if (!job.outcome().isFinal()) {
            throw JobControl.notNow(job, "it runs; job.stop stops it");
        }
        retention.remove(job);
        forget(job);
        starter.execute(() -> OnTarget.of(job).ifPresent(left -> left.remove(ssh, targets)));
    }

    /** The files of a target, for the caller to close; waits until the connection stands. */
    public FileResult<RemoteFiles> openFiles(Target target) {
        if (closed) {
            return FileResult.failed(FileFailure.Reason.CANCELLED, "the agent is stopping");
        }
        try {
            return ssh.openFiles(targets.find(target));
        } catch (IOException failure) {
            return FileResult.failed(
                    FileFailure.Reason.REJECTED, "the embedded SSH server does not start: " + failure.getMessage());
        }
    }

    /** How many jobs have not ended yet. */
    public int runningJobs() {
        return running.get();
    }

    /**
     * Stops all attached commands and takes no more; detached ones go on. Waits, within a limit, until the attached ones are
     * gone.
     */
    @Override
    public void close() {
        closed = true;
        sweeper.close();
        List<Job> attached = new ArrayList<>();
        for (Job job : jobs.values()) {
            if (job.request().options().detached()) {
                job.leave();
            } else if (!job.outcome().isFinal()) {
                attached.add(job);
            }
        }
        attached.forEach(job -> job.stop("the agent stopped"));
        long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
        try {
            for (Job job : attached) {
                job.await(Optional.of(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        unwritten.removeIf(Job::keepEnd);
        try {
            targets.close();
        } catch (IOException failure) {
            LOG.warn("The embedded SSH server did not close cleanly: {}", failure.toString());
        }
    }
}

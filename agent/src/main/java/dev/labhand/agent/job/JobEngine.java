package dev.labhand.agent.job;

import dev.labhand.api.ExecRequest;
import dev.labhand.api.Failure;
import dev.labhand.api.JobId;
import dev.labhand.api.KeywordException;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.ssh.RunningCommand;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts jobs, finds them, and forgets the oldest finished ones. Thread-safe. */
public final class JobEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobEngine.class);
    /** How long a closing agent waits for its commands to die: the default grace time and some. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(7);

    private final JobSettings settings;
    private final SshCommands ssh;
    private final TargetBook targets;
    private final ConcurrentMap<JobId, Job> jobs = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Job> finished = new ConcurrentLinkedQueue<>();
    private final AtomicInteger finishedCount = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final Executor starter;
    private volatile boolean closed;

    /**
     * Makes an engine on an empty folder: what an earlier agent left there is removed.
     *
     * @throws IOException if the folder cannot be made or emptied
     */
    public JobEngine(JobSettings settings, SshCommands ssh) throws IOException {
        // Aside, because the embedded SSH server may have to start first, and a start is answered at once.
        this(settings, ssh, start -> Thread.ofVirtual().name("job").start(start));
    }

    JobEngine(JobSettings settings, SshCommands ssh, Executor starter) throws IOException {
        this.starter = starter;
        this.settings = settings;
        this.ssh = ssh;
        this.targets = new TargetBook(settings.local(), settings.targets());
        JobFolder.remove(settings.folder());
        JobFolder.create(settings.folder());
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
        Job fresh = new Job(id, request, settings.folder().resolve(id.value()));
        Job existing = jobs.putIfAbsent(id, fresh);
        if (existing != null) {
            return attach(existing, request);
        }
        running.incrementAndGet();
        if (closed) {
            finish(fresh, new RunningCommand.Ending(new Outcome.Cancelled("the agent is stopping"), Optional.empty()));
            throw new KeywordException(new Failure(Failure.STOPPING, "Agent is stopping", null));
        }
        starter.execute(() -> begin(fresh));
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

    private void begin(Job job) {
        ExecRequest request = job.request();
        try {
            SshEndpoint endpoint = targets.find(request.target());
            RunningCommand command = ssh.start(endpoint, request.command(), request.options(), job.output());
            job.begin(command);
            var _ = command.ending().thenAccept(ending -> finish(job, ending));
        } catch (IOException failure) {
            LOG.warn("The embedded SSH server does not start", failure);
            Outcome outcome = new Outcome.Rejected("the embedded SSH server does not start: " + failure.getMessage());
            finish(job, new RunningCommand.Ending(outcome, Optional.empty()));
        }
    }

    private void finish(Job job, RunningCommand.Ending ending) {
        job.end(ending.outcome(), ending.stop());
        running.decrementAndGet();
        finished.add(job);
        if (finishedCount.incrementAndGet() > settings.keep()) {
            Job oldest = finished.poll();
            if (oldest != null) {
                finishedCount.decrementAndGet();
                forget(oldest);
            }
        }
    }

    private void forget(Job job) {
        jobs.remove(job.id());
        try {
            JobFolder.remove(job.folder());
        } catch (IOException failure) {
            LOG.warn("The output of the forgotten job {} stays on disk: {}", job.id(), failure.toString());
        }
    }

    /**
     * Finds a job.
     *
     * @throws KeywordException with -32001 if there is none of this id
     */
    public Job find(JobId id) {
        Job job = jobs.get(id);
        if (job == null) {
            throw new KeywordException(new Failure(Failure.NO_SUCH_JOB, "No such job", id.value()));
        }
        return job;
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

    /** Stops all commands and takes no more. Waits, within a limit, until they are gone. */
    @Override
    public void close() {
        closed = true;
        List<Job> unfinished = new ArrayList<>(jobs.values());
        unfinished.removeIf(job -> job.outcome().isFinal());
        unfinished.forEach(job -> job.stop("the agent stopped"));
        long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
        try {
            for (Job job : unfinished) {
                job.await(Optional.of(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            targets.close();
        } catch (IOException failure) {
            LOG.warn("The embedded SSH server did not close cleanly: {}", failure.toString());
        }
    }
}

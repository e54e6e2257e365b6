package dev.labhand.agent.http;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Threads, timers and buffers that several servers in one process use together, so that a thousand agents cost little more
 * than one. Each server still has one thread of these that waits for its network.
 */
public final class SharedThreads implements AutoCloseable {

    private final QueuedThreadPool threads;
    private final Scheduler scheduler;
    private final ByteBufferPool buffers;

    private SharedThreads(QueuedThreadPool threads, Scheduler scheduler, ByteBufferPool buffers) {
        this.threads = threads;
        this.scheduler = scheduler;
        this.buffers = buffers;
    }

    /** Starts enough for so many servers. */
    public static SharedThreads start(int servers) {
        QueuedThreadPool threads = new QueuedThreadPool(servers + 64, 8);
        threads.setName("agents");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        Scheduler scheduler = new ScheduledExecutorScheduler("agents-timer", true);
        try {
            threads.start();
            scheduler.start();
        } catch (Exception e) {
            throw new IllegalStateException("threads could not be started", e);
        }
        return new SharedThreads(threads, scheduler, new ArrayByteBufferPool());
    }

    QueuedThreadPool threads() {
        return threads;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    ByteBufferPool buffers() {
        return buffers;
    }

    /** To be called after the servers were stopped. */
    @Override
    public void close() {
        try {
            scheduler.stop();
            threads.stop();
        } catch (Exception e) {
            throw new IllegalStateException("threads could not be stopped", e);
        }
    }
}

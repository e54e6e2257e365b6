package dev.labhand.agent.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes log lines on a thread of its own, many at a time, so that a call need not wait for its line. Nothing is lost: where
 * lines come faster than they can be written, whoever logs waits; {@link #stop} writes the rest.
 */
final class BatchingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final int CAPACITY = 16 * 1024;
    private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final LineFormat format = new LineFormat();
    private final OutputStream out;
    private final Thread writer = new Thread(this::write, "log");
    private volatile boolean stopping;

    BatchingAppender(OutputStream out) {
        this.out = out;
    }

    @Override
    public void start() {
        writer.setDaemon(true);
        writer.start();
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        // Now, because the arguments may change until the line is written.
        var _ = event.getFormattedMessage();
        boolean interrupted = false;
        while (true) {
            try {
                queue.put(event);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        super.stop();
        stopping = true;
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<ILoggingEvent> batch = new ArrayList<>();
        while (!stopping) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                continue;
            }
            writeAll(batch);
            // While this thread rests, loggers need not wake it for every line.
            LockSupport.parkNanos(GATHERING_NANOS);
        }
        writeAll(batch);
    }

    private void writeAll(List<ILoggingEvent> batch) {
        queue.drainTo(batch);
        StringBuilder lines = new StringBuilder(batch.size() * 128);
        batch.forEach(event -> format.append(lines, event));
        batch.clear();
        try {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            addError("log lines could not be written", e);
        }
    }
}

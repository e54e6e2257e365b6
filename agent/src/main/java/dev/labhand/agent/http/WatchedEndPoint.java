package dev.labhand.agent.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose client can be watched while its request is answered: Jetty reads nothing then, and so learns neither of a
 * FIN nor of a RST. What else arrives, such as further requests (RFC 9112 §9.3.2, pipelining), is kept and read afterwards.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {

    /** Bytes that are kept at most. A client that sends more ahead of an answer is no longer watched. */
    private static final int MAX_AHEAD = 16 * 1024;

    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();

    /** What was read ahead of its time, in Jetty's way: from position to limit; null if nothing was. */
    private volatile @Nullable ByteBuffer ahead;

    private volatile @Nullable Watch watch;

    WatchedEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, Executor executor) {
        super(channel, selector, key, scheduler);
        this.executor = executor;
    }

    /**
     * Watches the client, while nobody reads from it, to before the first byte of its answer. A client that closes its side
     * alone looks the same as one that has gone, and is taken for such.
     *
     * @param gone called once at most, on a thread that it must not block
     */
    Watch watch(Runnable gone) {
        Watch started = new Watch(gone);
        watch = started;
        tryFillInterested(started);
        return started;
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        return ahead == null ? super.fill(buffer) : takeAhead(buffer);
    }

    private int takeAhead(ByteBuffer buffer) throws IOException {
        lock.lock();
        try {
            ByteBuffer kept = ahead;
            if (kept == null) {
                return super.fill(buffer);
            }
            int position = BufferUtil.flipToFill(buffer);
            int taken = BufferUtil.put(kept, buffer);
            BufferUtil.flipToFlush(buffer, position);
            if (!kept.hasRemaining()) {
                ahead = null;
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** What is kept makes no selector wake up. */
    @Override
    protected void needsFillInterest() {
        if (ahead == null || watch != null) {
            super.needsFillInterest();
        } else {
            executor.execute(() -> getFillInterest().fillable());
        }
    }

    /** The time between two parts of Jetty's reading. */
    final class Watch implements Callback {

        private final Runnable gone;
        private volatile boolean blind;

        private Watch(Runnable gone) {
            this.gone = gone;
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        /** There is something to read, or the end. */
        @Override
        public void succeeded() {
            boolean left;
            lock.lock();
            try {
                if (watch != this) {
                    return;
                }
                left = !readAhead();
                ByteBuffer kept = ahead;
                blind = kept != null && kept.remaining() >= MAX_AHEAD;
                if (!left && !blind) {
                    tryFillInterested(this);
                }
            } finally {
                lock.unlock();
            }
            if (left) {
                gone.run();
            }
        }

        /** The connection was closed from this side. */
        @Override
        public void failed(Throwable why) {
            if (watch == this) {
                gone.run();
            }
        }

        /** Whether the client has sent more than is kept, so that its end would not be seen. */
        boolean isBlind() {
            return blind;
        }

        /** Ends the watch: when this returns, the connection is as if there had been none. */
        void close() {
            lock.lock();
            try {
                watch = null;
                // Takes this callback back, which does nothing any more.
                if (isFillInterested()) {
                    getFillInterest().fillable();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Keeps what has come; returns whether more may come. */
        private boolean readAhead() {
            ByteBuffer kept = ahead;
            ByteBuffer all = ByteBuffer.allocate(MAX_AHEAD);
            if (kept != null) {
                all.put(kept.duplicate());
            }
            int before = all.position();
            int count;
            try {
                count = getChannel().read(all);
            } catch (IOException reset) {
                return false;
            }
            if (all.position() > before) {
                ahead = all.flip();
            }
            return count >= 0;
        }
    }
}

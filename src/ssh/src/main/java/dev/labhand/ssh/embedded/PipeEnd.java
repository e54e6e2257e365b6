package dev.labhand.ssh.embedded;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** Our end of a pipe: one thread uses and closes it, any thread may release it. */
final class PipeEnd {

    /** PIPE_BUF: as much as a pipe that poll(2) calls writable takes without blocking. */
    private static final int WRITE_BYTES = 4096;

    private static final int READ_BYTES = 32 * 1024;

    private final int descriptor;
    private final Release release;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PipeEnd(int descriptor, Release release) {
        this.descriptor = descriptor;
        this.release = release;
    }

    private void close() {
        if (closed.compareAndSet(false, true)) {
            Libc.close(descriptor);
            release.done();
        }
    }

    private boolean await(short direction) throws IOException {
        if (closed.get()) {
            throw new IOException("closed");
        }
        return release.await(descriptor, direction);
    }

    static Input input(int descriptor, Release release) {
        return new Input(new PipeEnd(descriptor, release));
    }

    static OutputStream output(int descriptor, Release release) {
        return new Output(new PipeEnd(descriptor, release));
    }

    /** Ends the waits of several pipe ends at once. Goes away with the last of them. */
    static final class Release {
        private final int event;
        private int users;

        Release(int event, int users) {
            this.event = event;
            this.users = users;
        }

        /** From now on no wait blocks. */
        synchronized void now() {
            if (users > 0) {
                Libc.raise(event);
            }
        }

        private synchronized void done() {
            if (--users == 0) {
                Libc.close(event);
            }
        }

        private boolean await(int descriptor, short direction) throws IOException {
            return Libc.await(descriptor, direction, event);
        }
    }

    /** The end to read from. */
    static final class Input extends InputStream {
        private final PipeEnd end;

        Input(PipeEnd end) {
            this.end = end;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            if (!end.await(Libc.POLLIN)) {
                return -1;
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(Math.min(length, READ_BYTES));
                int count = Libc.read(end.descriptor, buffer);
                MemorySegment.copy(buffer, JAVA_BYTE, 0, into, offset, count);
                return count == 0 ? -1 : count;
            }
        }

        /** Waits for bytes to read. False at the end, or if released. Others may have read them when this returns. */
        boolean awaitBytes() throws IOException {
            while (end.await(Libc.POLLIN)) {
                // Another thread may have been faster.
                switch (Libc.state(end.descriptor)) {
                    case BYTES -> {
                        return true;
                    }
                    case END -> {
                        return false;
                    }
                    case NOTHING_YET -> {}
                }
            }
            return false;
        }

        /** 1 if there are bytes to read, however many, else 0. */
        @Override
        public int available() throws IOException {
            return !end.closed.get() && Libc.state(end.descriptor) == Libc.PipeState.BYTES ? 1 : 0;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
        }

        @Override
        public void close() {
            end.close();
        }
    }

    private static final class Output extends OutputStream {
        private final PipeEnd end;

        Output(PipeEnd end) {
            this.end = end;
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, from.length);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment chunk = arena.allocate(WRITE_BYTES);
                for (int written = 0; written < length; ) {
                    if (!end.await(Libc.POLLOUT)) {
                        throw new IOException("the pipe was released");
                    }
                    int size = Math.min(length - written, WRITE_BYTES);
                    MemorySegment.copy(from, offset + written, chunk, JAVA_BYTE, 0, size);
                    written += Libc.write(end.descriptor, chunk.asSlice(0, size));
                }
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void close() {
            end.close();
        }
    }
}

package dev.labhand.ssh.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StdinFeedTest {

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final AtomicInteger consumed = new AtomicInteger();
    private final StdinFeed feed = new StdinFeed(threads::add, consumed::addAndGet);
    private final Sink sink = new Sink();

    private static final class Sink extends ByteArrayOutputStream {
        private boolean closed;
        private boolean broken;

        @Override
        public void write(byte[] bytes) throws IOException {
            if (broken) {
                throw new IOException("Broken pipe");
            }
            super.write(bytes);
        }

        @Override
        public void close() {
            assertThat(closed).as("closed before").isFalse();
            closed = true;
        }
    }

    private void put(String text) {
        feed.put(text.getBytes(StandardCharsets.UTF_8));
    }

    private void runThreads() {
        for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
            next.run();
        }
    }

    @Test
    void bytesThatCameBeforeTheCommandAreWrittenFirstAndTheEndLast() {
        put("one");
        feed.end();
        assertThat(threads).isEmpty();
        feed.connect(sink);
        assertThat(sink.closed).isFalse();
        runThreads();
        assertThat(sink.toString(StandardCharsets.UTF_8)).isEqualTo("one");
        assertThat(sink.closed).isTrue();
        assertThat(consumed).hasValue(3);
    }

    @Test
    void theWindowOpensOnlyAsBytesLeave() {
        feed.connect(sink);
        put("one");
        put("three");
        assertThat(consumed).hasValue(0);
        assertThat(threads).as("one thread writes").hasSize(1);
        runThreads();
        assertThat(consumed).hasValue(8);
    }

    @Test
    void whatNobodyReadsIsDroppedAndOpensTheWindow() {
        sink.broken = true;
        feed.connect(sink);
        put("one");
        put("two");
        runThreads();
        assertThat(sink.closed).isTrue();
        put("three");
        assertThat(threads).isEmpty();
        assertThat(consumed).hasValue(11);
    }

    @Test
    void aDropWhileWritingClosesAfterTheWrite() {
        feed.connect(sink);
        put("one");
        feed.drop();
        assertThat(sink.closed).as("a thread still has it").isFalse();
        runThreads();
        assertThat(sink.closed).isTrue();
        assertThat(consumed).hasValue(3);
    }

    @Test
    void anEndWithoutInputNeedsNoThread() {
        feed.connect(sink);
        feed.end();
        feed.end();
        feed.drop();
        assertThat(threads).isEmpty();
        assertThat(sink.closed).isTrue();
    }

    @Test
    void aDropBeforeTheCommandStartsClosesItsInputAtOnce() {
        put("one");
        feed.drop();
        feed.connect(sink);
        assertThat(sink.size()).isZero();
        assertThat(sink.closed).isTrue();
    }
}

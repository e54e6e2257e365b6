package dev.labhand.e2e.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a stream to its end in the background, and lets others wait for what they look for. */
final class Collector {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ended;

    private Collector() {}

    static Collector of(InputStream stream) {
        Collector collector = new Collector();
        Thread.ofVirtual().start(() -> collector.read(stream));
        return collector;
    }

    private void read(InputStream stream) {
        byte[] buffer = new byte[8192];
        try (stream) {
            for (int n; (n = stream.read(buffer)) >= 0; ) {
                add(buffer, n);
            }
        } catch (IOException _) {
            // The process was killed and its pipe closed: that is an end, too.
        } finally {
            end();
        }
    }

    private synchronized void add(byte[] buffer, int length) {
        bytes.write(buffer, 0, length);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The first match in the text, or nothing if the stream ends or the deadline passes without one. */
    synchronized Optional<MatchResult> awaitMatch(Pattern pattern) {
        return await(() -> {
            Matcher matcher = pattern.matcher(text());
            return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
        });
    }

    /** Waits for the end of the stream, which a grandchild that inherited it may put off: not beyond the deadline. */
    synchronized void awaitEnd() {
        await(Optional::empty);
    }

    private synchronized <T> Optional<T> await(Supplier<Optional<T>> wanted) {
        long deadline = System.nanoTime() + RunningProcess.DEADLINE.toNanos();
        try {
            while (true) {
                Optional<T> found = wanted.get();
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (found.isPresent() || ended || millis <= 0) {
                    return found;
                }
                wait(millis);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

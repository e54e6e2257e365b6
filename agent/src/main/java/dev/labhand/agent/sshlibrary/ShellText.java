package dev.labhand.agent.sshlibrary;

import dev.labhand.api.KeywordException;
import dev.labhand.ssh.InteractiveShell;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The text of a shell: what was read from it and not taken yet. For one thread at a time. */
final class ShellText {

    private final InteractiveShell shell;
    private final StringBuilder unread = new StringBuilder();
    private byte[] begun = {};
    private @Nullable Encoding encoding;
    private @Nullable CharsetDecoder decoder;

    ShellText(InteractiveShell shell) {
        this.shell = shell;
    }

    InteractiveShell shell() {
        return shell;
    }

    /** Types text. */
    void write(String text, Encoding in) {
        if (!shell.isOpen()) {
            throw Problem.closedShell();
        }
        try {
            shell.write(in.bytes(text));
        } catch (IOException e) {
            throw Problem.closedShell();
        }
    }

    /** Takes all that is there; with a delay, also what comes until nothing has come for so long. */
    String read(Optional<Duration> delay, Encoding in) throws IOException, InterruptedException {
        if (delay.isPresent()) {
            do {
                Thread.sleep(delay.get());
            } while (fillAll(in));
        } else {
            fillAll(in);
        }
        return take(unread.length());
    }

    private boolean fillAll(Encoding in) throws IOException, InterruptedException {
        boolean any = false;
        for (int before = -1; before != unread.length(); ) {
            before = unread.length();
            fill(Duration.ZERO, in);
            any |= before != unread.length();
        }
        return any;
    }

    /**
     * What was read up to what it waited for.
     *
     * @param text with it at its end
     * @param promptAt where that begins in the text
     */
    record Match(String text, int promptAt) {}

    /**
     * Takes text up to what it waits for, with it.
     *
     * @return empty if it did not come in time, or cannot come any more
     */
    Optional<Match> readUntil(TextEnd end, Duration timeout, Encoding in) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        int searched = 0;
        boolean open = true;
        while (true) {
            TextEnd.Found found = end.in(unread, searched);
            if (found != null) {
                return Optional.of(new Match(take(found.end()), found.start()));
            }
            searched = unread.length();
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!open || !left.isPositive()) {
                return Optional.empty();
            }
            open = fill(left, in);
        }
    }

    /** The same, or a failure that shows what came instead. That is then taken, as a suite that reads on expects. */
    Match demand(TextEnd end, Duration timeout, Encoding in) throws IOException, InterruptedException {
        Optional<Match> match = readUntil(end, timeout, in);
        if (match.isPresent()) {
            return match.get();
        }
        boolean inTime = shell.isOpen();
        throw KeywordException.failed(PlainText.of("No match found for '" + end.name() + "' "
                + (inTime ? "in " + TimeText.of(timeout) : "before the shell ended") + "\nOutput:\n"
                + take(unread.length()) + "."));
    }

    private String take(int length) {
        String text = unread.substring(0, length);
        unread.delete(0, length);
        return text;
    }

    /** Waits for something, but not longer than this. False if nothing can come any more. */
    private boolean fill(Duration limit, Encoding in) throws IOException, InterruptedException {
        Optional<byte[]> bytes = shell.read(limit);
        if (bytes.isPresent() && bytes.get().length > 0) {
            decode(bytes.get(), in);
        }
        return bytes.isPresent();
    }

    /** A character of several bytes may come in parts. */
    private void decode(byte[] bytes, Encoding in) {
        CharsetDecoder current = decoder;
        if (current == null || !in.equals(encoding)) {
            encoding = in;
            current = in.decoder();
            decoder = current;
        }
        byte[] all = Arrays.copyOf(begun, begun.length + bytes.length);
        System.arraycopy(bytes, 0, all, begun.length, bytes.length);
        ByteBuffer input = ByteBuffer.wrap(all);
        CharBuffer output = CharBuffer.allocate((int) (all.length * (double) current.maxCharsPerByte()) + 1);
        CoderResult result = current.decode(input, output, false);
        begun = result.isError() ? new byte[0] : Arrays.copyOfRange(all, input.position(), all.length);
        unread.append(output.flip());
        if (result.isError()) {
            current.reset();
            throw in.undecodable();
        }
    }
}

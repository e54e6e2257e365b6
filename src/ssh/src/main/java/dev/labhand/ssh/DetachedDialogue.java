package dev.labhand.ssh;

import dev.labhand.ssh.ScriptSession.Cause;
import dev.labhand.ssh.ScriptSession.Silent;
import java.time.Duration;
import java.util.Optional;

/** Talks with the script that starts and follows one detached job on its target. For one thread, which it blocks. */
final class DetachedDialogue implements ScriptSession.Payload, AutoCloseable {

    /** Of each stream, for one request: enough to make little of its round trip. */
    private static final int MOST = 4 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TO_START = Duration.ofSeconds(45);

    /** Takes output as it comes, on the connection's thread, until the dialogue is closed. */
    interface Reader {
        void output(boolean error, byte[] buffer, int offset, int length);
    }

    /**
     * The job as it was seen before the output that was handed over by then.
     *
     * @param stdoutSize how many bytes of standard output the target held then
     */
    record Look(DetachedState state, long stdoutSize, long stderrSize) {}

    private final DetachedJob job;
    private final Reader reader;
    private final ScriptSession session;
    private long stdoutLeft;

    /**
     * Prepares a dialogue.
     *
     * @param mayStart whether {@link #start} may be called
     */
    DetachedDialogue(ConnectionPool pool, DetachedJob job, boolean mayStart, Reader reader) {
        this.job = job;
        this.reader = reader;
        String tag = "labhand-" + ShellScript.nonce();
        this.session = new ScriptSession(
                pool,
                Optional.empty(),
                "LC_LABHAND_FOLLOW",
                tag,
                DetachedScript.of(job, mayStart, tag),
                Optional.of(this));
    }

    void open() throws Silent, InterruptedException {
        session.open(PATIENCE);
    }

    DetachedState look() throws Silent, InterruptedException {
        return state(ask("look", new byte[0], PATIENCE));
    }

    /** Starts the job, if nobody has; either way tells what became of it. May be repeated: it runs once at most. */
    DetachedState start() throws Silent, InterruptedException {
        byte[] stdin = job.options().stdin().orElse(new byte[0]);
        return state(ask("start " + stdin.length, stdin, TO_START));
    }

    /** Keeps the job from ever starting, if nobody has started it; either way tells what became of it. */
    DetachedState prevent() throws Silent, InterruptedException {
        return state(ask("stop", new byte[0], PATIENCE));
    }

    /** Removes the job's output from the target, if the job has ended; either way tells what became of it. */
    DetachedState free() throws Silent, InterruptedException {
        return state(ask("free", new byte[0], PATIENCE));
    }

    /** Hands over output from two offsets on. If there is none, waits for some, for a change of the state, or for so long. */
    Look read(long stdoutFrom, long stderrFrom, Duration wait) throws Silent, InterruptedException {
        return read(stdoutFrom, stderrFrom, MOST, wait);
    }

    /** Waits for output, for a change of the state, or for so long. */
    DetachedState await(long stdoutFrom, long stderrFrom, Duration wait) throws Silent, InterruptedException {
        return read(stdoutFrom, stderrFrom, 0, wait).state();
    }

    private Look read(long stdoutFrom, long stderrFrom, int most, Duration wait) throws Silent, InterruptedException {
        String answer = ask(
                "read " + stdoutFrom + " " + stderrFrom + " " + most + " " + wait.toSeconds(),
                new byte[0],
                PATIENCE.plus(wait));
        String[] words = answer.split(" ", 6);
        if (words.length != 6 || !words[0].equals("d")) {
            throw misread(answer);
        }
        try {
            return new Look(DetachedState.parse(words[5]), Long.parseLong(words[3]), Long.parseLong(words[4]));
        } catch (IllegalArgumentException e) {
            throw misread(answer);
        }
    }

    private String ask(String request, byte[] more, Duration patience) throws Silent, InterruptedException {
        session.say(ShellScript.bytes(request + "\n"));
        session.say(more);
        return session.hear(patience);
    }

    private static DetachedState state(String answer) throws Silent {
        try {
            if (answer.startsWith("= ")) {
                return DetachedState.parse(answer.substring(2));
            }
        } catch (IllegalArgumentException e) {
            // As below.
        }
        throw misread(answer);
    }

    private static Silent misread(String answer) {
        return new Silent(new Cause.Senseless(), "the target's answer makes no sense: " + answer);
    }

    @Override
    public long follows(String answer) {
        String[] words = answer.split(" ", 4);
        if (!words[0].equals("d") || words.length < 4) {
            return 0;
        }
        try {
            stdoutLeft = Math.clamp(Long.parseLong(words[1]), 0, MOST);
            return stdoutLeft + Math.clamp(Long.parseLong(words[2]), 0, MOST);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public void take(byte[] buffer, int offset, int length) {
        int out = (int) Math.min(stdoutLeft, length);
        stdoutLeft -= out;
        if (out > 0) {
            reader.output(false, buffer, offset, out);
        }
        if (out < length) {
            reader.output(true, buffer, offset + out, length - out);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}

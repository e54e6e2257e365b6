package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One session that runs a script of ours on a target: requests go to it as lines, and its answers are the lines that begin with
 * its tag. For one thread, which it blocks; at home on virtual threads. Any thread may close it.
 */
final class ScriptSession implements ConnectionPool.Tenant, ExecChannel.Listener, AutoCloseable {

    /** No answer of ours is longer. */
    private static final int LONGEST_LINE = 64 * 1024;

    /** Takes bytes that follow an answer, on the connection's thread. */
    interface Payload {

        /** How many bytes follow this answer; it is heard when they have been taken. */
        long follows(String answer);

        void take(byte[] buffer, int offset, int length);
    }

    /** Why there is no answer. */
    sealed interface Cause {

        /** The target could not be reached, so that nothing ran there. */
        record Unreached(Outcome outcome) implements Cause {}

        /** The server opens no session on a connection that carries others or did, so that another connection may help. */
        record NoRoom() implements Cause {}

        /** The server opens no session at all. */
        record NoSession() implements Cause {}

        /** The connection broke, or we closed the session. */
        record Broken() implements Cause {}

        /** The target does not answer in time. */
        record Mute() implements Cause {}

        /** The script was not run, or not to its end. */
        record Unfit() implements Cause {}

        /** The script's answer makes no sense. */
        record Senseless() implements Cause {}

        /** The script says that it cannot do what it should. */
        record Refused() implements Cause {}
    }

    /** The script cannot be run, does not answer, or refuses. */
    static final class Silent extends Exception {
        private static final long serialVersionUID = 1L;

        final transient Cause cause;
        final String why;

        Silent(Cause cause, String why) {
            super(why);
            this.cause = cause;
            this.why = why;
        }
    }

    /** A line without its tag; or, if it is the last, the end. */
    private record Answer(String text, boolean isLast) {}

    private final ConnectionPool pool;
    private final Optional<Ascent> ascent;
    private final String variable;
    private final String tag;
    private final byte[] script;
    private final Optional<Payload> payload;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String held = "";
    private long following;
    private boolean deaf;
    private volatile long lastHeard;
    private volatile Silent end = new Silent(new Cause.Mute(), "the target does not answer");
    private volatile @Nullable Connection connection;
    private volatile @Nullable ExecChannel channel;

    /**
     * Prepares a session.
     *
     * @param become as whom the script runs, if not as the account that logs in
     * @param variable the name of an environment variable to be set to the tag, if the server lets us
     * @param script its text, variables in front
     */
    ScriptSession(
            ConnectionPool pool,
            Optional<Become> become,
            String variable,
            String tag,
            String script,
            Optional<Payload> payload) {
        this.pool = pool;
        this.ascent = become.map(Ascent::new);
        this.variable = variable;
        this.tag = tag;
        this.script = ShellScript.bytes(script);
        this.payload = payload;
    }

    /** Runs the script on a connection that has room. Returns when it is ready for requests. */
    void open(Duration patience) throws Silent, InterruptedException {
        pool.submit(this);
        awaitReady(patience);
    }

    /** Runs the script on this very connection, on which the pool has counted one more session. */
    void openOn(Connection room, Duration patience) throws Silent, InterruptedException {
        admit(room);
        awaitReady(patience);
    }

    private void awaitReady(Duration patience) throws Silent, InterruptedException {
        String first;
        try {
            first = hear(patience);
        } catch (Silent silent) {
            Connection room = connection;
            if (room != null && silent.cause instanceof Cause.Mute) {
                pool.suspect(room);
            }
            throw silent;
        }
        if (!first.equals("ready")) {
            throw new Silent(new Cause.Unfit(), first);
        }
    }

    /** Sends bytes to the script's standard input. */
    void say(byte[] bytes) throws Silent {
        try {
            ExecChannel open = channel;
            if (open != null) {
                open.write(bytes);
            }
        } catch (IOException e) {
            throw new Silent(new Cause.Broken(), "the connection broke");
        }
    }

    /**
     * The next answer, without its tag.
     *
     * @param patience how long the target may be silent
     * @throws Silent if there is none, or it is a refusal ({@code "! WHY"})
     */
    String hear(Duration patience) throws Silent, InterruptedException {
        lastHeard = System.nanoTime();
        Answer answer = null;
        for (long left = patience.toNanos(); answer == null && left > 0; ) {
            answer = answers.poll(left, TimeUnit.NANOSECONDS);
            left = patience.toNanos() - (System.nanoTime() - lastHeard);
        }
        if (answer == null || answer.isLast()) {
            throw end;
        }
        String text = answer.text();
        if (text.startsWith("! ")) {
            throw new Silent(new Cause.Refused(), text.substring(2));
        }
        return text;
    }

    /** Hears nothing any more, from the moment of the return on, and ends the session. */
    @Override
    public void close() {
        synchronized (this) {
            deaf = true;
        }
        over(new Cause.Broken(), "the session was closed");
        ExecChannel open = channel;
        if (open != null) {
            open.close(false);
        }
    }

    @Override
    public void admit(Connection room) {
        synchronized (this) {
            if (deaf) {
                pool.release(room, this);
                return;
            }
            connection = room;
        }
        String launcher = ascent.map(climb -> climb.commandLine(script)).orElseGet(() -> ShellScript.launcher(script));
        ExecChannel opening = new ExecChannel(ShellScript.bytes(launcher), variable, tag, this);
        channel = opening;
        try {
            if (ascent.isPresent()) {
                ascent.get().begin(opening);
            } else {
                opening.write(script);
            }
            room.open(opening);
        } catch (IOException e) {
            opening.neverOpened();
        }
    }

    @Override
    public void refuse(Outcome why) {
        over(new Cause.Unreached(why), "the target cannot be reached");
    }

    @Override
    public boolean opened() {
        Connection room = connection;
        if (room != null) {
            pool.opened(room, this);
        }
        return true;
    }

    @Override
    public synchronized void output(boolean error, byte[] buffer, int offset, int length) {
        lastHeard = System.nanoTime();
        if (error) {
            ascent.filter(climb -> !climb.isOver()).ifPresent(climb -> climb.take(buffer, offset, length));
            return;
        }
        int limit = offset + length;
        for (int at = offset; at < limit && !deaf; ) {
            if (following > 0) {
                int part = (int) Math.min(following, limit - at);
                following -= part;
                hand(buffer, at, part);
                at += part;
                if (following == 0) {
                    answers.add(new Answer(held, false));
                }
            } else if (buffer[at++] != '\n') {
                addToLine(buffer[at - 1]);
            } else {
                endLine();
            }
        }
    }

    private void hand(byte[] buffer, int at, int part) {
        payload.ifPresent(taker -> taker.take(buffer, at, part));
    }

    private void addToLine(byte next) {
        if (line.size() < LONGEST_LINE) {
            line.write(next);
        }
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (!text.startsWith(tag + " ")) {
            return;
        }
        held = text.substring(tag.length() + 1);
        following = payload.map(taker -> taker.follows(held)).orElse(0L);
        if (following == 0) {
            answers.add(new Answer(held, false));
        }
    }

    @Override
    public void ended(ExecChannel.End how) {
        Connection room = connection;
        if (room == null) {
            throw new IllegalStateException("a channel without a connection");
        }
        boolean hopeful = how instanceof ExecChannel.End.OpenRefused && pool.learnLimit(room);
        pool.release(room, this);
        switch (how) {
            case ExecChannel.End.OpenRefused(String why) ->
                over(
                        hopeful || !room.isOpen() ? new Cause.NoRoom() : new Cause.NoSession(),
                        "the server opens no session: " + why);
            case ExecChannel.End.NotBegun() ->
                over(new Cause.Broken(), "the connection broke before anything was sent" + room.trouble());
            case ExecChannel.End.Denied(String what) -> over(new Cause.Unfit(), what);
            case ExecChannel.End.ExecRefused() -> over(new Cause.Unfit(), "the server refused to run a script");
            case ExecChannel.End.Closed closed ->
                over(
                        closed.byServer() ? new Cause.Unfit() : new Cause.Broken(),
                        closed.byServer() ? unfinished() : "the connection broke" + room.trouble());
        }
    }

    private String unfinished() {
        return ascent.filter(climb -> !climb.isOver())
                .map(Ascent::refusal)
                .orElse("no POSIX shell on the target ran the script to its end");
    }

    private void over(Cause cause, String why) {
        end = new Silent(cause, why);
        answers.add(new Answer("", true));
    }
}

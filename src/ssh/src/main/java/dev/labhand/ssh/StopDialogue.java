package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Talks with the stop script on the target. For one thread, which it blocks; at home on virtual threads. */
final class StopDialogue implements AutoCloseable {

    private static final String SCRIPT = ShellScript.resource("stop.sh").replaceAll("(?m)^#.*\n", "");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * What the script saw.
     *
     * @param alive each as {@code PID NAME}
     * @param why the last word of the script's answer, which tells by what it knew the command
     */
    record Look(List<String> alive, String why) {}

    /** The script cannot be run or does not answer. */
    static final class Silent extends Exception {
        private static final long serialVersionUID = 1L;

        final String why;

        Silent(String why) {
            super(why);
            this.why = why;
        }
    }

    private final ConnectionPool pool;
    private final Connection own;
    private final ConnectionPool.Tenant command;
    private final String mark;
    private final boolean sure;
    private final Optional<Become> become;
    private final String tag = "labhand-" + ShellScript.nonce();
    private @Nullable Line line;

    StopDialogue(Connection own, ConnectionPool.Tenant command, String mark, boolean sure, Optional<Become> become) {
        this.pool = own.pool();
        this.own = own;
        this.command = command;
        this.mark = mark;
        this.sure = sure;
        this.become = become;
    }

    /** Starts the script on the command's own connection or, if that has no room, on another one. */
    void begin() throws Silent, InterruptedException {
        if (pool.takeExtra(own)) {
            Line here = new Line();
            here.admit(own);
            if (here.isReady()) {
                line = here;
                return;
            }
            if (!here.openRefused) {
                here.hangUp();
                throw new Silent(here.problem());
            }
        }
        Line elsewhere = new Line();
        pool.submit(elsewhere);
        if (!elsewhere.isReady()) {
            elsewhere.hangUp();
            throw new Silent(elsewhere.problem());
        }
        line = elsewhere;
    }

    /** Lets the script look and signal what it finds. */
    Look ask(String verb) throws Silent, InterruptedException {
        Line open = line;
        if (open == null) {
            throw new Silent("the dialogue has not begun");
        }
        ConnectionPool.Place place = pool.place(own, command, open);
        open.say(verb + " " + place.rank() + " " + place.among() + "\n");
        List<String> alive = new ArrayList<>();
        for (String answer = open.hear(); ; answer = open.hear()) {
            if (answer.startsWith("p ")) {
                alive.add(answer.substring(2).strip());
            } else if (answer.startsWith(".")) {
                return new Look(alive, answer.substring(1).strip());
            } else {
                throw new Silent(answer.replaceFirst("^! ", ""));
            }
        }
    }

    @Override
    public void close() {
        Line open = line;
        if (open != null) {
            open.hangUp();
        }
    }

    private String script() {
        return "mark=" + ShellScript.MARK_VARIABLE + "=" + mark + "\ntag=" + tag + "\nsure=" + (sure ? 1 : 0) + "\n"
                + SCRIPT;
    }

    /** One channel that runs the script. */
    private final class Line implements ConnectionPool.Tenant, ExecChannel.Listener {

        private final byte[] script;
        private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
        private volatile String problem = "";
        private volatile boolean openRefused;
        private volatile @Nullable Connection connection;
        private volatile @Nullable ExecChannel channel;
        private volatile @Nullable Ascent ascent;

        Line() {
            script = ShellScript.bytes(script());
        }

        @Override
        public void admit(Connection room) {
            connection = room;
            Ascent climbing = become.map(Ascent::new).orElse(null);
            ascent = climbing;
            byte[] launcher =
                    ShellScript.bytes(climbing == null ? ShellScript.launcher(script) : climbing.commandLine(script));
            ExecChannel opening = new ExecChannel(launcher, "LC_LABHAND_STOP", tag, this);
            channel = opening;
            try {
                if (climbing == null) {
                    opening.write(script);
                } else {
                    climbing.begin(opening);
                }
                room.open(opening);
            } catch (IOException e) {
                opening.neverOpened();
            }
        }

        @Override
        public void refuse(Outcome why) {
            over("no second session for the stop");
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
        public void output(boolean error, byte[] buffer, int offset, int length) {
            Ascent climbing = ascent;
            if (error) {
                if (climbing != null && !climbing.isOver()) {
                    climbing.take(buffer, offset, length);
                }
                return;
            }
            for (int i = offset; i < offset + length; i++) {
                if (buffer[i] != '\n') {
                    partial.write(buffer[i]);
                    continue;
                }
                String text = partial.toString(StandardCharsets.UTF_8);
                partial.reset();
                if (text.startsWith(tag + " ")) {
                    answers.add(Optional.of(text.substring(tag.length() + 1)));
                }
            }
        }

        @Override
        public void ended(ExecChannel.End end) {
            Connection room = connection;
            if (room != null) {
                if (end instanceof ExecChannel.End.OpenRefused) {
                    pool.learnLimit(room);
                    openRefused = true;
                }
                pool.release(room, this);
            }
            over(
                    switch (end) {
                        case ExecChannel.End.OpenRefused(String why) -> "no second session for the stop: " + why;
                        case ExecChannel.End.NotBegun() -> "the connection broke before the stop";
                        case ExecChannel.End.Denied(String what) -> what;
                        case ExecChannel.End.ExecRefused() -> "the server refused to run the stop script";
                        case ExecChannel.End.Closed closed ->
                            closed.byServer()
                                    ? "no POSIX shell on the target ran the stop script"
                                    : "the connection broke during the stop";
                    });
        }

        private void over(String why) {
            problem = why;
            answers.add(Optional.empty());
        }

        boolean isReady() throws InterruptedException {
            try {
                String first = hear();
                if (!first.equals("ready")) {
                    problem = first.replaceFirst("^! ", "");
                }
                return first.equals("ready");
            } catch (Silent e) {
                return false;
            }
        }

        String problem() {
            return problem.isEmpty() ? "the target does not answer" : problem;
        }

        void say(String text) throws Silent {
            try {
                ExecChannel open = channel;
                if (open != null) {
                    open.write(ShellScript.bytes(text));
                }
            } catch (IOException e) {
                throw new Silent("the connection broke during the stop");
            }
        }

        String hear() throws Silent, InterruptedException {
            Optional<String> answer = answers.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (answer == null || answer.isEmpty()) {
                throw new Silent(problem());
            }
            return answer.get();
        }

        void hangUp() {
            ExecChannel open = channel;
            if (open != null) {
                open.close(false);
            }
        }
    }
}

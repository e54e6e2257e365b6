package dev.labhand.ssh;

import dev.labhand.api.StopResult.Containment;
import dev.labhand.ssh.ScriptSession.Cause;
import dev.labhand.ssh.ScriptSession.Silent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Talks with the stop script on the target. For one thread, which it blocks; at home on virtual threads. */
final class StopDialogue implements AutoCloseable {

    private static final String SCRIPT = ShellScript.resource("stop.sh");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * What the script saw.
     *
     * @param alive each as {@code PID NAME}
     * @param denied those that may not be signalled, each as {@code PID:START}
     * @param why the last word of the script's answer, which tells by what it knew the command
     */
    record Look(List<String> alive, List<String> denied, String why) {}

    /**
     * What the script is to look for.
     *
     * @param mark the value of the variable that the command carries
     * @param marked whether it carries that for certain
     * @param roots processes that are known to be of it, each as {@code PID:START}
     * @param job what else is known of a detached job; empty for an attached command
     */
    record Quarry(String mark, boolean marked, List<String> roots, Optional<DetachedState.Trace> job) {

        /** The command of a session. */
        static Quarry attached(String mark, boolean marked) {
            return new Quarry(mark, marked, List.of(), Optional.empty());
        }

        /** The command of a detached job. */
        static Quarry detached(DetachedState.Trace job) {
            return new Quarry(job.mark(), true, List.of(job.command()), Optional.of(job));
        }

        Quarry with(List<String> moreRoots) {
            List<String> all = new ArrayList<>(roots);
            all.addAll(moreRoots);
            return new Quarry(mark, marked, all, job);
        }

        /** Where the looks reach. */
        Containment containment() {
            return job.map(DetachedState.Trace::containment).orElse(Containment.TREE);
        }

        private String variables() {
            return "mark=" + ShellScript.MARK_VARIABLE + "=" + mark
                    + "\nsure=" + (marked ? 1 : 0)
                    + "\nroots='" + String.join(" ", roots)
                    + "'\nwrapper='" + job.map(DetachedState.Trace::wrapper).orElse("")
                    + "'\nleader='"
                    + job.filter(trace -> trace.containment() == Containment.TREE)
                            .map(DetachedState.Trace::command)
                            .orElse("")
                    + "'\nuntil='" + job.map(DetachedState.Trace::over).orElse("") + "'\n";
        }
    }

    private final ConnectionPool pool;
    private final Quarry quarry;
    private final Optional<Become> become;
    private final String tag = "labhand-" + ShellScript.nonce();
    private @Nullable Connection own;
    private ConnectionPool.@Nullable Tenant command;
    private ScriptSession session;

    /**
     * Begins nothing yet.
     *
     * @param become as whom the script runs, if not as the account that logs in: it can signal only what that one may
     */
    StopDialogue(ConnectionPool pool, Quarry quarry, Optional<Become> become) {
        this.pool = pool;
        this.quarry = quarry;
        this.become = become;
        this.session = session();
    }

    private ScriptSession session() {
        return new ScriptSession(
                pool,
                become,
                "LC_LABHAND_STOP",
                tag,
                "tag=" + tag + "\n" + quarry.variables() + SCRIPT,
                Optional.empty());
    }

    Quarry quarry() {
        return quarry;
    }

    /** Starts the script on any connection. */
    void begin() throws Silent, InterruptedException {
        session.open(PATIENCE);
    }

    /**
     * Starts the script on the command's own connection or, if that has no room, on another one.
     *
     * @param holder who holds the command's session
     */
    void begin(Connection connection, ConnectionPool.Tenant holder) throws Silent, InterruptedException {
        own = connection;
        command = holder;
        if (pool.takeExtra(connection)) {
            try {
                session.openOn(connection, PATIENCE);
                return;
            } catch (Silent e) {
                session.close();
                if (!(e.cause instanceof Cause.NoRoom || e.cause instanceof Cause.NoSession)) {
                    throw e;
                }
                session = session();
            }
        }
        session.open(PATIENCE);
    }

    /** The same command sought with root's right, not begun. These processes were found, and may not be signalled otherwise. */
    StopDialogue elevated(List<String> denied) {
        return new StopDialogue(pool, quarry.with(denied), Optional.of(Become.ROOT));
    }

    /** Lets the script look and signal what it finds. */
    Look ask(String verb) throws Silent, InterruptedException {
        Connection connection = own;
        ConnectionPool.Tenant holder = command;
        ConnectionPool.Place place = connection == null || holder == null
                ? new ConnectionPool.Place(0, 0)
                : pool.place(connection, holder, session);
        session.say(ShellScript.bytes(verb + " " + place.rank() + " " + place.among() + "\n"));
        List<String> alive = new ArrayList<>();
        List<String> denied = new ArrayList<>();
        for (String answer = session.hear(PATIENCE); ; answer = session.hear(PATIENCE)) {
            if (answer.startsWith("p ")) {
                alive.add(answer.substring(2).strip());
            } else if (answer.startsWith("x ")) {
                denied.add(answer.substring(2).strip());
            } else if (answer.startsWith(".")) {
                return new Look(alive, denied, answer.substring(1).strip());
            } else {
                throw new Silent(new Cause.Unfit(), answer);
            }
        }
    }

    /**
     * What may be left of a command that could not be told from others, each as {@code PID NAME}: processes of the account that
     * began since and belong to none that is alive.
     *
     * @param age how long the command ran when the script had begun
     */
    String loose(Duration age) throws Silent, InterruptedException {
        session.say(ShellScript.bytes("LOOSE " + (age.toMillis() / 10 + 1) + "\n"));
        String answer = session.hear(PATIENCE).substring(1).strip();
        return answer.startsWith("loose ") ? answer.substring("loose ".length()) : "";
    }

    @Override
    public void close() {
        session.close();
    }
}

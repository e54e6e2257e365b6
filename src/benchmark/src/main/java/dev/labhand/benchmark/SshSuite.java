package dev.labhand.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code exec true} on warm connections to one OpenSSH server. */
final class SshSuite {

    private static final String LIBRARY = "labhand library";
    private static final String JOBS = "labhand job engine";
    private static final String AGENT = "labhand agent";
    private static final String ASYNCSSH = "asyncssh";
    private static final String MASTER = "ssh with ControlMaster";

    private final Workshop workshop;
    private final Pace pace;

    SshSuite(Workshop workshop, Pace pace) {
        this.workshop = workshop;
        this.pace = pace;
    }

    List<Row> run() throws Exception {
        Sshd sshd = Sshd.start(workshop);
        System.err.println("commands run in " + sshd.shell());
        Service agent = workshop.agent("agent", sshd);
        RpcPeer exec = RpcPeer.exec(AGENT, agent.port(), sshd.address());
        exec.check();
        Service library = SshLoad.withoutJobs(workshop, sshd, agent);
        Service jobs = SshLoad.withJobs(workshop, sshd, agent);
        Service asyncssh = generator("asyncssh_exec.py", sshd, workshop.python());
        Service master = generator("ssh_exec", sshd, "bash");

        List<Row> rows = new ArrayList<>();
        // The greater load first: thousands of commands pass before the compilers know what matters.
        for (int inFlight : new int[] {16, 1}) {
            String title = "exec true over a warm connection, " + inFlight + " at once";
            Standings standings = new Contest(title)
                    .with(LIBRARY, new LineLoad(library, inFlight))
                    .with(JOBS, new LineLoad(jobs, inFlight))
                    .with(AGENT, exec.load(workshop, inFlight, false, "exited"))
                    .with(ASYNCSSH, new LineLoad(asyncssh, inFlight))
                    .with(MASTER, new LineLoad(master, inFlight))
                    .run(pace);
            for (String labhand : List.of(LIBRARY, JOBS, AGENT)) {
                String what = title + " (" + labhand + ")";
                Figure figure = standings.of(labhand);
                rows.add(Row.ratio(what, ASYNCSSH, figure, standings.of(ASYNCSSH))
                        .atLeast(1.2));
                rows.add(Row.ratio(what, MASTER, figure, standings.of(MASTER)).atLeast(3));
            }
        }
        return rows;
    }

    private Service generator(String script, Sshd sshd, String interpreter) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(interpreter, workshop.peer(script).toString()));
        command.addAll(sshd.arguments());
        return workshop.start(script, command, Map.of());
    }
}

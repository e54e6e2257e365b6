package dev.labhand.benchmark;

import java.util.ArrayList;
import java.util.List;

/** What it costs that every command is a job with a journal in files: the same command, with and without. */
final class JournalSuite {

    private static final String WITH = "with jobs";
    private static final String WITHOUT = "without";

    private final Workshop workshop;
    private final Pace pace;

    JournalSuite(Workshop workshop, Pace pace) {
        this.workshop = workshop;
        this.pace = pace;
    }

    List<Row> run() throws Exception {
        Sshd sshd = Sshd.start(workshop);
        System.err.println("commands run in " + sshd.shell());
        Service agent = workshop.agent("agent", sshd);
        Service with = SshLoad.withJobs(workshop, sshd, agent);
        Service without = SshLoad.withoutJobs(workshop, sshd, agent);
        List<Row> rows = new ArrayList<>();
        // The greater load first: thousands of commands pass before the compilers know what matters.
        for (int inFlight : new int[] {16, 1}) {
            String title = "true over a warm connection, " + inFlight + " at once";
            Standings standings = new Contest(title)
                    .with(WITH, new LineLoad(with, inFlight))
                    .with(WITHOUT, new LineLoad(without, inFlight))
                    .run(pace);
            Figure more = standings.of(WITHOUT).withEach(standings.of(WITH), (bare, kept) -> 100 * (bare / kept - 1));
            rows.add(Row.absolute("what jobs add to the time of " + title, more, "%.1f %%")
                    .under(10));
        }
        return rows;
    }
}

package dev.labhand.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** How fast the output of one command comes: to an agent's disk, through the agent to whoever reads, and without an agent. */
final class StreamSuite {

    private static final String JOB = "labhand agent, kept as a job";
    private static final String THROUGH = "labhand exec --via agent";
    private static final String STRAIGHT = "labhand exec, no agent";
    private static final String SSH = "ssh";
    private static final String SSH_GCM = "ssh with Labhand's cipher";

    private static final Pattern DONE = Pattern.compile("(?m)^done$");

    private final Workshop workshop;
    private final Pace pace;

    StreamSuite(Workshop workshop, Pace pace) {
        this.workshop = workshop;
        this.pace = pace;
    }

    List<Row> run() throws Exception {
        Sshd sshd = Sshd.start(workshop);
        Path file = file(workshop, pace.mebibytes());
        Service agent = workshop.agent("agent", sshd);
        String cat = "cat " + file;
        String url = "http://127.0.0.1:" + agent.port();
        try (AgentCalls calls = new AgentCalls(agent)) {
            String title = "output of " + pace.mebibytes() + " MiB";
            Standings standings = new Contest("MiB/s: " + title)
                    .with(JOB, time -> perSecond(asJob(calls, sshd, cat)))
                    .with(THROUGH, time -> {
                        double seconds = command(
                                labhand(cat, "--via", url, "-l", sshd.user(), "-w", "127.0.0.1:" + sshd.port()));
                        forget(calls);
                        return perSecond(seconds);
                    })
                    .with(
                            STRAIGHT,
                            time -> perSecond(command(labhand(
                                    cat,
                                    "--identity",
                                    sshd.identity().toString(),
                                    "--known-hosts",
                                    sshd.knownHosts().toString(),
                                    "-w",
                                    "ssh://" + sshd.address()))))
                    .with(SSH, time -> perSecond(command(ssh(sshd, cat))))
                    .with(SSH_GCM, time -> perSecond(command(ssh(sshd, cat, "-c", Sshd.LABHANDS_CIPHER))))
                    .run(pace);
            List<Row> rows = new ArrayList<>();
            for (String labhand : List.of(JOB, THROUGH, STRAIGHT)) {
                String what = title + " (" + labhand + ")";
                Figure figure = standings.of(labhand);
                rows.add(Row.ratio(what, SSH, figure, standings.of(SSH)).atLeast(0.8));
                rows.add(Row.ratio(what, SSH_GCM, figure, standings.of(SSH_GCM)));
            }
            return rows;
        }
    }

    /** A file of this size that cannot be compressed. */
    static Path file(Workshop workshop, int mebibytes) throws IOException {
        Path file = workshop.memory().resolve("data");
        byte[] part = new byte[1 << 20];
        Random random = new Random(4);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(part);
                out.write(part);
            }
        }
        return file;
    }

    private double perSecond(double seconds) {
        return pace.mebibytes() / seconds;
    }

    /** Seconds until the whole output is on the agent's disk and the job has ended. */
    private double asJob(AgentCalls calls, Sshd sshd, String command) throws Exception {
        long start = System.nanoTime();
        Object id = calls.call("job.start", sshd.address(), command);
        Map<?, ?> end = calls.struct("job.wait", id, 300L);
        double seconds = (System.nanoTime() - start) / 1e9;
        long bytes = (long) pace.mebibytes() << 20;
        if (!"exited".equals(end.get("outcome")) || !Long.valueOf(bytes).equals(end.get("stdoutBytes"))) {
            throw new IOException(command + " ended as " + end.get("outcome") + " after " + end.get("stdoutBytes")
                    + " of " + bytes + " bytes");
        }
        forget(calls);
        return seconds;
    }

    /** So that the disk does not fill up. */
    private static void forget(AgentCalls calls) throws IOException, InterruptedException {
        if (calls.call("job.list", "finished") instanceof List<?> jobs) {
            for (Object job : jobs) {
                if (job instanceof Map<?, ?> struct) {
                    calls.call("job.remove", struct.get("job"));
                }
            }
        }
    }

    private List<String> labhand(String cat, String... where) {
        List<String> command = new ArrayList<>(List.of(workshop.launcher().toString(), "exec", "-n", "-q", "-N"));
        command.addAll(List.of(where));
        command.add(cat);
        return command;
    }

    private static List<String> ssh(Sshd sshd, String cat, String... more) {
        List<String> command = sshd.ssh(more);
        command.add(cat);
        return command;
    }

    /** Seconds of a command that fails unless all is well; its output is for nobody. */
    private static double command(List<String> command) throws Exception {
        List<String> silent = new ArrayList<>(List.of("sh", "-c", "\"$@\" >/dev/null && echo done", "sh"));
        silent.addAll(command);
        return Command.run(silent, Map.of(), DONE).seconds();
    }
}

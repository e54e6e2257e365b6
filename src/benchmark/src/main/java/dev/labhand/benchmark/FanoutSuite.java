package dev.labhand.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The controller against many agents, and the usual fan-out tools beside it: wall time, start-up included. */
final class FanoutSuite {

    private static final int AGENTS = 1_000;
    private static final int TARGETS = 100;
    private static final String LABHAND = "labhand exec, 100 agents";

    private final Workshop workshop;
    private final Pace pace;

    FanoutSuite(Workshop workshop, Pace pace) {
        this.workshop = workshop;
        this.pace = pace;
    }

    List<Row> run() throws Exception {
        int first = ThousandAgents.start(workshop, AGENTS).port();
        String call = "labhand call add on 1,000 agents";
        Standings calls = new Contest("seconds of " + call)
                .with(call, labhand(first, AGENTS, "returned", "call", "add", "2", "3"))
                .run(pace);

        // Agents on one machine start their SSH servers one after the other, as those on many machines do at once.
        labhand(first, TARGETS, "exited 0", "exec", "-f", "1", "true").measure(pace.round());
        Contest contest = new Contest("seconds of true on 100 machines")
                .with(LABHAND, labhand(first, TARGETS, "exited 0", "exec", "true"));
        sshTools().forEach(contest::with);
        Standings execs = contest.run(pace);

        List<Row> rows = new ArrayList<>();
        rows.add(Row.absolute(call, calls.of(call), "%.2f s").under(2));
        rows.add(Row.absolute("labhand exec true on 100 agents", execs.of(LABHAND), "%.2f s"));
        for (String tool : execs.others(LABHAND)) {
            // By time, so the other way round than by rate.
            rows.add(Row.ratio("true on 100 machines", tool, execs.of(tool), execs.of(LABHAND)));
        }
        return rows;
    }

    private Contest.Contestant labhand(int first, int count, String outcome, String verb, String... words) {
        List<String> command = new ArrayList<>(List.of(
                workshop.launcher().toString(),
                verb,
                "-w",
                "http://127.0.0.1:[" + first + "-" + (first + count - 1) + "]"));
        command.addAll(List.of(words));
        return seconds(
                command, Map.of(), Pattern.compile("(?m)^" + count + " targets: " + count + " " + outcome + "$"));
    }

    /** Those that are installed, with the same fan-out, each of 100 names leading to an OpenSSH server of our own. */
    private Map<String, Contest.Contestant> sshTools() throws Exception {
        Map<String, Contest.Contestant> tools = new LinkedHashMap<>();
        if (!Command.exists("clush") && !Command.exists("pdsh")) {
            return tools;
        }
        Sshd sshd = Sshd.start(workshop);
        Path config = Files.writeString(workshop.folder().resolve("ssh_config"), """
                Host bench*
                  HostName 127.0.0.1
                  Port %d
                  User %s
                  IdentityFile %s
                  UserKnownHostsFile %s
                  HostKeyAlias [127.0.0.1]:%1$d
                  IdentitiesOnly yes
                  BatchMode yes
                """.formatted(
                        sshd.port(), sshd.user(), sshd.identity(), sshd.knownHosts()));
        String names = "bench[1-" + TARGETS + "]";
        // clush and pdsh print nothing for `true`: their exit code (-S) is the proof.
        if (Command.exists("clush")) {
            tools.put(
                    "clush",
                    seconds(
                            List.of("clush", "-S", "-f", "64", "-o", "-F " + config, "-w", names, "true"),
                            Map.of(),
                            Pattern.compile("\\A\\z")));
        }
        if (Command.exists("pdsh")) {
            tools.put(
                    "pdsh",
                    seconds(
                            List.of("pdsh", "-S", "-R", "ssh", "-f", "64", "-w", names, "true"),
                            Map.of("PDSH_SSH_ARGS_APPEND", "-F " + config),
                            Pattern.compile("\\A\\z")));
        }
        return tools;
    }

    private static Contest.Contestant seconds(List<String> command, Map<String, String> environment, Pattern proof) {
        return time -> Command.run(command, environment, proof).seconds();
    }
}

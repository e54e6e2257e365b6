package dev.labhand.app.demo;

import dev.labhand.agent.Agent;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code labhand demo}: three agents on loopback, called and commanded by the real command line. */
@Command(
        name = "demo",
        description = "Shows the main job on this machine: three agents, a command on each, one report.")
public final class DemoCommand implements Callable<Integer> {

    private static final List<List<String>> STEPS = List.of(
            List.of("call", "-w", "lab[1-3]", "info"),
            List.of("call", "-w", "lab[1-3]", "-b", "add", "2", "3"),
            List.of(
                    "exec",
                    "-n",
                    "-w",
                    "lab[1-3]",
                    "-b",
                    "for i in 1 2 3; do echo step $i; sleep 0.3; done; uname -sr"));

    private static final String NEXT = """

            Next, on your own machines:
              labhand agent                                        # an agent: Python's xmlrpc.client or curl can call it
              labhand exec -w lab[1-20] -b uptime                  # the same command on twenty agents
              labhand exec -w ssh://root@host[1-20] -b uptime      # or on plain SSH hosts, with no agent""";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        say("Starting three agents on loopback ...");
        try (DemoLab lab = DemoLab.open()) {
            // Ctrl-C must not leave anything behind either.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closeQuietly(lab), "demo-cleanup"));
            lab.start();
            for (Agent agent : lab.agents()) {
                say("  " + agent.name() + " at " + agent.url());
            }
            for (List<String> step : STEPS) {
                int exit = run(lab, step);
                if (exit != 0) {
                    return exit;
                }
            }
        }
        say(NEXT);
        return 0;
    }

    /** Runs a step as the user would, and shows how: quoted where a shell needs it. */
    private int run(DemoLab lab, List<String> step) {
        StringBuilder shown = new StringBuilder("\n$ labhand");
        step.forEach(word -> shown.append(' ').append(word.matches("[\\w\\[\\]-]+") ? word : "'" + word + "'"));
        say(shown.toString());
        List<String> words = new ArrayList<>(step);
        words.addAll(1, List.of("-i", lab.inventory().toString()));
        CommandLine labhand = Objects.requireNonNull(spec).root().commandLine();
        return labhand.execute(words.toArray(String[]::new));
    }

    private static void closeQuietly(DemoLab lab) {
        try {
            lab.close();
        } catch (IOException failure) {
            System.err.println("labhand demo: could not remove all of its files: " + failure.getMessage());
        }
    }

    private void say(String text) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(text);
        out.flush();
    }
}

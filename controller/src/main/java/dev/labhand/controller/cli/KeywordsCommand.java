package dev.labhand.controller.cli;

import dev.labhand.api.Invocation;
import dev.labhand.controller.client.KeywordCatalog;
import dev.labhand.controller.run.Plan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code labhand keywords}. */
@Command(
        name = "keywords",
        description = "Lists the keywords of many agents, and the plugins that they could not load.",
        synopsisHeading = "Usage: ",
        customSynopsis = "labhand keywords -w NODES [options]",
        sortOptions = false,
        footer = {
            "",
            "Each keyword is shown as labhand call takes it: name?: type may be left out, what stands after * is given by name.",
            "-b tells agents with equal keywords once. Returns the same codes as labhand exec.",
        })
public final class KeywordsCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final SelectionOptions selection = new SelectionOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final RunFlags flags = new RunFlags();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    boolean help;

    /** The command of this process. */
    public KeywordsCommand() {
        this(Surroundings.ofProcess());
    }

    KeywordsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean forPrograms = output.json || output.jsonLines;
        return new RunSession(surroundings, selection, connection, flags::options, output)
                .run(() -> new Plan.Call(Invocation.of("rpc.discover"), flags.timeout(), document -> {
                    KeywordCatalog catalog = KeywordCatalog.of(document);
                    return forPrograms ? catalog.toStruct() : KeywordText.of(catalog);
                }));
    }
}

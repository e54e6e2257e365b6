package dev.labhand.controller.cli;

import dev.labhand.api.Invocation;
import dev.labhand.controller.client.KeywordCatalog;
import dev.labhand.controller.run.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code labhand keywords}. */
@Command(
        name = "keywords",
        description = "Lists the keywords of many agents, and the plugins that they could not load.",
        customSynopsis = "labhand keywords -w NODES [options]",
        footer = {
            "",
            "Each keyword is shown as labhand call takes it: name?: type may be left out, what stands after * is given by name.",
            "-b tells agents with equal keywords once. Returns the same codes as labhand exec.",
        })
public final class KeywordsCommand extends RunCommand {

    @Mixin
    final HelpOption help = new HelpOption();

    /** The command of this process. */
    public KeywordsCommand() {
        this(Surroundings.ofProcess());
    }

    KeywordsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        return run(() -> new Plan.Call(Invocation.of("rpc.discover"), flags.timeout(), document -> {
            KeywordCatalog catalog = KeywordCatalog.of(document);
            return output.forPrograms() ? catalog.toStruct() : KeywordText.of(catalog);
        }));
    }
}

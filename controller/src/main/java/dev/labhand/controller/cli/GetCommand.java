package dev.labhand.controller.cli;

import dev.labhand.controller.report.NodeFiles;
import dev.labhand.controller.run.Plan;
import dev.labhand.ssh.UserPath;
import dev.labhand.ssh.files.TreeGet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code labhand get}. Its parser is expected to take options after the paths, too. */
@Command(
        name = "get",
        description = "Copies a file or a directory from many machines at once.",
        customSynopsis = "labhand get -w NODES [options] REMOTE LOCALDIR",
        footer = {
            "",
            "REMOTE begins at / or ~/, else in the account's home. A file is checked by its SHA-256 and then renamed into its",
            "place. A / in a machine's name becomes %2F. Links that lead out of a directory are left out.",
            "Returns the same codes as labhand exec.",
        })
public final class GetCommand extends RunCommand {

    @Mixin
    private final CopyFlags copy = new CopyFlags();

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(
            paramLabel = "REMOTE LOCALDIR",
            description = "What to copy, and where to: each machine's goes to LOCALDIR/MACHINE/.")
    private List<String> paths = new ArrayList<>();

    /** The command of this process. */
    public GetCommand() {
        this(Surroundings.ofProcess());
    }

    GetCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (paths.size() != 2 && !selection.listHosts) {
            return surroundings.usageError("give what to copy and where to: labhand get -w NODES REMOTE LOCALDIR");
        }
        if (paths.contains("")) {
            return surroundings.usageError("one of the paths is empty: ~/ is the account's home, . the directory here");
        }
        return run(this::work);
    }

    private Plan.Work work() {
        String source = paths.getFirst();
        Path directory = UserPath.of(paths.getLast());
        return new Plan.Copy(
                (node, files, progress) -> new TreeGet(files, copy.options(false, progress))
                        .run(source, directory.resolve(NodeFiles.fileName(node))),
                flags.timeout());
    }
}

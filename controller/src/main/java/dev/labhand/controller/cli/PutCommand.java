package dev.labhand.controller.cli;

import dev.labhand.controller.run.Plan;
import dev.labhand.ssh.UserPath;
import dev.labhand.ssh.files.TreePut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code labhand put}. Its parser is expected to take options after the paths, too. */
@Command(
        name = "put",
        description = "Copies files and directories to many machines at once.",
        customSynopsis = "labhand put -w NODES [options] LOCAL... REMOTE",
        footer = {
            "",
            "REMOTE begins at / or ~/, else in the account's home. A file is checked by its SHA-256 and then renamed into its",
            "place. Links that lead out of a directory are left out.",
            "Returns the same codes as labhand exec.",
        })
public final class PutCommand extends RunCommand {

    @Mixin
    private final CopyFlags copy = new CopyFlags();

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--mkdirs", description = "Make missing directories above REMOTE.")
    boolean mkdirs;

    @Parameters(
            paramLabel = "LOCAL... REMOTE",
            description =
                    "What to copy, and where to; into REMOTE if that is a directory, ends with / or is to take several.")
    private List<String> paths = new ArrayList<>();

    /** The command of this process. */
    public PutCommand() {
        this(Surroundings.ofProcess());
    }

    PutCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (paths.size() < 2 && !selection.listHosts) {
            return surroundings.usageError("give what to copy and where to: labhand put -w NODES LOCAL... REMOTE");
        }
        if (paths.contains("")) {
            return surroundings.usageError("one of the paths is empty: ~/ is the account's home, . the directory here");
        }
        return run(this::work);
    }

    private Plan.Work work() {
        String destination = paths.getLast();
        List<Path> sources = new ArrayList<>();
        for (String each : paths.subList(0, paths.size() - 1)) {
            Path source = UserPath.of(each);
            if (!Files.isReadable(source)) {
                String why = Files.exists(source) ? "cannot be read" : "is not there";
                throw new IllegalArgumentException("'" + each + "' " + why + ": nothing was copied");
            }
            sources.add(source);
        }
        return new Plan.Copy(
                (_, files, progress) -> new TreePut(files, copy.options(mkdirs, progress)).run(sources, destination),
                flags.timeout());
    }
}

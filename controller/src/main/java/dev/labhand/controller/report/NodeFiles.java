package dev.labhand.controller.report;

import dev.labhand.api.Outcome;
import dev.labhand.controller.client.Reasons;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.TargetResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes the output of each node, in exact bytes, to a file of its own: {@code --outdir} and {@code --errdir}. Where both are
 * the same folder, both streams go to the same file.
 */
public final class NodeFiles implements RunListener {

    private final Optional<Path> stdout;
    private final Optional<Path> stderr;
    private final Consumer<IOException> onBroken;

    private NodeFiles(Optional<Path> stdout, Optional<Path> stderr, Consumer<IOException> onBroken) {
        this.stdout = stdout;
        this.stderr = stderr;
        this.onBroken = onBroken;
    }

    /**
     * Makes the folders, and in them an empty file for each node; what an earlier run left in a node's file is gone.
     *
     * @param stdout the folder for standard output, and for what keywords return
     * @param onBroken what to do when a file cannot be written any more
     * @throws IllegalArgumentException if a folder or file cannot be made, saying which and why
     */
    public static NodeFiles create(
            Optional<Path> stdout, Optional<Path> stderr, Collection<Node> nodes, Consumer<IOException> onBroken) {
        Stream.of(stdout, stderr).flatMap(Optional::stream).distinct().forEach(folder -> create(folder, nodes));
        return new NodeFiles(stdout, stderr, onBroken);
    }

    private static void create(Path folder, Collection<Node> nodes) {
        Path making = folder;
        try {
            Files.createDirectories(folder);
            for (Node node : nodes) {
                making = folder.resolve(fileName(node));
                Files.write(making, new byte[0]);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(making + " cannot be made for the nodes' output: " + why(e), e);
        }
    }

    @Override
    public void stdout(Node node, byte[] bytes) {
        stdout.ifPresent(folder -> append(folder, node, bytes));
    }

    @Override
    public void stderr(Node node, byte[] bytes) {
        stderr.ifPresent(folder -> append(folder, node, bytes));
    }

    @Override
    public void finished(TargetResult result) {
        if (result.outcome() instanceof Outcome.Returned(var value)) {
            stdout(result.node(), ReturnedValue.bytes(value));
        }
    }

    /** Opened each time: there may be more nodes than a process may have files open. */
    private void append(Path folder, Node node, byte[] bytes) {
        Path file = folder.resolve(fileName(node));
        try {
            Files.write(file, bytes, StandardOpenOption.APPEND);
        } catch (IOException e) {
            onBroken.accept(e);
            throw new UncheckedIOException(file + " cannot be written: " + why(e), e);
        }
    }

    private static String why(IOException e) {
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : Reasons.of(e);
    }

    /** The node's name, with % and two digits for each byte that has a meaning in paths: no two nodes share a file. */
    public static String fileName(Node node) {
        StringBuilder name = new StringBuilder();
        node.name().codePoints().forEach(c -> {
            boolean hidden = c == '.' && name.isEmpty();
            if (Character.isLetterOrDigit(c) || (!hidden && "._-@:[]+".indexOf(c) >= 0)) {
                name.appendCodePoint(c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    name.append("%%%02X".formatted(b));
                }
            }
        });
        return name.toString();
    }
}

package dev.labhand.agent.robot;

import dev.labhand.agent.keyword.JavaKeywords;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.rpc.Dispatcher;
import dev.labhand.agent.rpc.Face;
import java.util.Optional;

/** The XML-RPC faces that also speak Robot Framework's remote protocol. */
public final class RobotFaces {

    private final KeywordRegistry registry;
    private final Dispatcher dispatcher;
    private final Face.About about;
    private final StopRemoteServer stop;

    /**
     * Faces of an agent.
     *
     * @param stop starts to stop the agent and returns at once; empty if Robot may not do that
     */
    public RobotFaces(KeywordRegistry registry, Dispatcher dispatcher, Face.About about, Optional<Runnable> stop) {
        this.registry = registry;
        this.dispatcher = dispatcher;
        this.about = about;
        this.stop = new StopRemoteServer(stop);
    }

    /** All keywords of the agent, and {@code Stop Remote Server}. */
    public Face all() {
        RobotKeywords keywords = RobotKeywords.ofAll(registry, JavaKeywords.of(stop));
        return Face.xmlRpc(
                registry,
                dispatcher,
                new RobotProtocol(
                        keywords, dispatcher, () -> Introduction.of(about, registry.libraries()), "", () -> {}),
                stop);
    }

    /** The keywords of one library alone. */
    public Face of(Library library) {
        RobotKeywords keywords = RobotKeywords.of(library);
        return Face.xmlRpc(
                library,
                dispatcher,
                new RobotProtocol(
                        keywords, dispatcher, () -> Introduction.of(about, library), library.init(), library::imported),
                stop);
    }
}

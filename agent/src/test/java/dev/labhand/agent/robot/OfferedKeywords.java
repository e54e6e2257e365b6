package dev.labhand.agent.robot;

import dev.labhand.agent.access.Access;
import dev.labhand.agent.access.AccessSettings;
import dev.labhand.agent.access.Caller;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.rpc.Dispatcher;
import dev.labhand.agent.rpc.Face;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keywords as an agent offers them to Robot Framework, without a network.
 *
 * @param stops how often the agent was asked to stop
 */
record OfferedKeywords(KeywordRegistry registry, Dispatcher dispatcher, RobotFaces faces, AtomicInteger stops) {

    static final Caller ROBOT = new Caller("127.0.0.1", Optional.empty());
    static final Face.About ABOUT = new Face.About("lab7", "The bench by the window.", "1.2.3");

    /** Those of {@link SampleLibrary}. */
    static OfferedKeywords samples() throws IOException {
        KeywordRegistry registry = new KeywordRegistry();
        registry.register(new SampleLibrary());
        Dispatcher dispatcher = new Dispatcher(Access.of(AccessSettings.open()));
        AtomicInteger stops = new AtomicInteger();
        RobotFaces faces = new RobotFaces(registry, dispatcher, ABOUT, Optional.of(stops::incrementAndGet));
        return new OfferedKeywords(registry, dispatcher, faces, stops);
    }

    /** The result of a method of a face. */
    @Nullable
    Object ask(Face face, String method, @Nullable Object... arguments) {
        return switch (dispatcher.dispatch(ROBOT, face, Invocation.of(method, arguments))) {
            case InvocationResult.Passed(var value) -> value;
            case InvocationResult.Failed(Failure failure) -> throw new AssertionError(failure.text());
        };
    }

    /** The result of {@code run_keyword}. */
    @SuppressWarnings("unchecked") // What run_keyword returns is always this.
    Map<String, @Nullable Object> run(String name, List<?> args, Map<String, ?> kwargs) {
        return (Map<String, @Nullable Object>)
                Objects.requireNonNull(ask(faces.all(), "run_keyword", name, args, kwargs));
    }

    /** The same, with arguments by position alone. */
    Map<String, @Nullable Object> run(String name, @Nullable Object... args) {
        return run(name, Arrays.asList(args), Map.of());
    }
}
